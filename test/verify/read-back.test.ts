import { expect, test } from "vitest";
import type { Report } from "../../verify/report.ts";
import { createServiceApp } from "../support/service-app.ts";
import { commandLine } from "./command-line.ts";

const line = commandLine();
const SCOPES = ["okta.apps.read", "okta.authorizationServers.read"];

/** What a run asks of Okta's API, in order of its paths, as each caller. */
async function askedWith(environment: Record<string, string>) {
  const { okta } = line.world;
  const before = okta.log.entries.length;
  const { status, out, err } = await line.run(
    ["--contract", line.contract, "--okta-api", "--account", "dashboard", "--json"],
    { OKTA_ORG_URL: okta.url, ...environment },
  );
  expect({ status, err }).toEqual({ status: 0, err: "" });
  const log = okta.log.entries.slice(before);
  const api = log.filter(({ path }) => path.startsWith("/api/"));
  return {
    out,
    requests: api.map(({ method, path }) => `${method} ${path}`).sort(),
    callers: [...new Set(api.map(({ caller }) => caller))],
    tokens: log.filter(({ path }) => path === "/oauth2/v1/token"),
  };
}

test("a service app reads back what an API token does, with one token request more", async () => {
  const { okta } = line.world;
  const { clientId, privateKey, kid } = await createServiceApp(okta, {
    scopes: SCOPES,
    role: "READ_ONLY_ADMIN",
  });
  const ssws = await askedWith({ OKTA_API_TOKEN: okta.apiToken });
  const app = await askedWith({
    OKTA_API_CLIENT_ID: clientId,
    OKTA_API_PRIVATE_KEY: privateKey,
    OKTA_API_PRIVATE_KEY_ID: kid,
  });
  const server = `/api/v1/authorizationServers/${line.world.server.id}`;
  expect(ssws.requests.map((request) => request.replace(/00p\w+/, "{policy}"))).toEqual(
    [
      "GET /api/v1/apps?limit=50",
      "GET /api/v1/authorizationServers?limit=50",
      `GET ${server}/claims?limit=50`,
      `GET ${server}/policies/{policy}/rules?limit=50`,
      `GET ${server}/policies?limit=50`,
    ].sort(),
  );
  expect(app.requests).toEqual(ssws.requests);
  expect([ssws.callers, app.callers]).toEqual([["api-token"], [clientId]]);
  expect(ssws.tokens).toEqual([]);
  expect(app.tokens).toMatchObject([
    { method: "POST", status: 200, body: { scope: SCOPES.join(" ") } },
  ]);
  expect(app.out).not.toContain("PRIVATE KEY");
});

test("a service app without an admin role is refused, and the run says what Okta said", async () => {
  const { okta } = line.world;
  const { privateKey } = await createServiceApp(okta, { clientId: "no-role-app", scopes: SCOPES });
  const { status, out } = await line.run(["--contract", line.contract, "--okta-api", "--json"], {
    OKTA_ORG_URL: okta.url,
    OKTA_API_CLIENT_ID: "no-role-app",
    OKTA_API_PRIVATE_KEY: privateKey,
  });
  expect(status).toBe(3);
  const { outcomes } = JSON.parse(out) as Report;
  expect(outcomes.find(({ check }) => check === "okta.policy_clients")).toMatchObject({
    status: "skipped",
    reason: expect.stringMatching(/^Okta answered 403 to GET .+: E0000006: You do not have/),
  });
});
