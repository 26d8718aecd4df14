import { describe, expect, test } from "vitest";
import { ORIGIN, startPeople } from "./world.ts";

const { okta, admin, issuer } = await startPeople();

describe("CORS", () => {
  const PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  };
  const allowed = async (path: string, origin: string, method = "OPTIONS") => {
    const response = await fetch(`${issuer}/${path}`, {
      method,
      headers: { origin, ...(method === "OPTIONS" ? PREFLIGHT : {}) },
    });
    expect(response.headers.get("vary")).toBe("Origin");
    return response.headers.get("access-control-allow-origin");
  };
  const paths = [
    ...["v1/token", "v1/userinfo", "v1/introspect", "v1/revoke", "v1/keys"],
    ...[".well-known/openid-configuration", ".well-known/oauth-authorization-server"],
  ];

  test.each(paths)("%s is for trusted origins", async (path) => {
    expect(await allowed(path, ORIGIN)).toBe(ORIGIN);
    expect(await allowed(path, "https://evil.example")).toBeNull();
    expect(await allowed(path, "null")).toBeNull();
  });

  test("follows the trusted origin: its status and its scopes", async () => {
    const [origin] = (await admin.get("/api/v1/trustedOrigins")).body;
    const path = `/api/v1/trustedOrigins/${origin.id}`;
    expect(await allowed("v1/keys", ORIGIN, "GET")).toBe(ORIGIN);
    await admin.post(`${path}/lifecycle/deactivate`);
    expect(await allowed("v1/keys", ORIGIN, "GET")).toBeNull();
    await admin.post(`${path}/lifecycle/activate`);
    await admin.put(path, { ...origin, scopes: [{ type: "REDIRECT" }] });
    expect(await allowed("v1/keys", ORIGIN, "GET")).toBeNull();
    await admin.put(path, origin);
    expect(await allowed("v1/keys", ORIGIN, "GET")).toBe(ORIGIN);
  });

  test("is not for pages, nor for the management API", async () => {
    const authorize = await fetch(`${issuer}/v1/authorize`, { headers: { origin: ORIGIN } });
    expect(authorize.headers.get("access-control-allow-origin")).toBeNull();
    const users = await fetch(`${okta.url}/api/v1/users`, { headers: { origin: ORIGIN } });
    expect(users.headers.get("access-control-allow-origin")).toBeNull();
  });
});
