import { expect, test } from "vitest";
import { OktaEmulator } from "../../../okta/emulator.ts";
import type { Seed } from "../../../okta/seed/file.ts";
import { Caller, serviceApp } from "../support.ts";
import { startOrg } from "./operator.ts";

const TOKEN = "00a-token-of-a-person-in-a-seed";
const NOTHING = { groups: [], apps: [], authorizationServers: [], trustedOrigins: [] };

function person(login: string) {
  const password = { value: "Of-Nobody-1" };
  return {
    profile: { login, email: login, firstName: "F", lastName: "L" },
    credentials: { password },
  };
}

function seedOf(...roles: NonNullable<Seed["apiTokens"]>[number]["role"][]): Seed {
  const logins = roles.map((role) => `${role.toLowerCase()}@example.com`);
  const apiTokens = roles.map((role, index) => ({
    ...{ owner: logins[index] ?? "", token: `${TOKEN}-${role}`, role },
  }));
  return { ...NOTHING, users: logins.map(person), apiTokens };
}

test("the emulator's API token is its administrator's, who is a user", async () => {
  const { okta } = await startOrg();
  const ssws = new Caller(okta, `SSWS ${okta.apiToken}`);
  const me = await ssws.get("/api/v1/users/me");
  expect(me.body).toMatchObject({ id: okta.org.adminId, status: "ACTIVE" });
  expect((await ssws.get(`/api/v1/users/${okta.org.adminId}`)).body).toEqual(me.body);
});

test.each([
  ["suspended", ["lifecycle/suspend"]],
  ["deactivated", ["lifecycle/deactivate"]],
  ["deleted", ["lifecycle/deactivate", ""]],
])("the token of a %s owner is 401 E0000011 at once", async (_what, steps) => {
  const { okta } = await startOrg({ seed: seedOf("SUPER_ADMIN") });
  const own = new Caller(okta, `SSWS ${okta.apiToken}`);
  const other = new Caller(okta, `SSWS ${TOKEN}-SUPER_ADMIN`);
  expect((await own.get("/api/v1/apps")).status).toBe(200);
  for (const step of steps) {
    const path = `/api/v1/users/${okta.org.adminId}/${step}`.replace(/\/$/, "");
    const { status } = step === "" ? await other.delete(path) : await other.post(path);
    expect(status).toBeLessThan(300);
  }
  const { status, body } = await own.get("/api/v1/apps");
  expect([status, body.errorCode, body.errorSummary]).toEqual([
    401,
    "E0000011",
    "Invalid token provided",
  ]);
  expect((await other.get("/api/v1/apps")).status).toBe(200);
});

test("the token of somebody who is back works again; that of a deleted person does not", async () => {
  const { okta, admin } = await startOrg({ seed: seedOf("SUPER_ADMIN") });
  const token = new Caller(okta, `SSWS ${TOKEN}-SUPER_ADMIN`);
  const user = "/api/v1/users/super_admin%40example.com";
  await admin.post(`${user}/lifecycle/suspend`);
  expect((await token.get("/api/v1/apps")).status).toBe(401);
  await admin.post(`${user}/lifecycle/unsuspend`);
  expect((await token.get("/api/v1/apps")).status).toBe(200);
  await admin.delete(user);
  await admin.delete(user);
  await admin.post("/api/v1/users", person("super_admin@example.com"));
  expect((await token.get("/api/v1/apps")).status).toBe(401);
  expect(okta.org.apiTokens.size).toBe(0);
});

test("a person's role bounds the token, without any API scope", async () => {
  const { okta } = await startOrg({ seed: seedOf("SUPER_ADMIN", "ORG_ADMIN", "READ_ONLY_ADMIN") });
  const [all, most, reader] = ["SUPER_ADMIN", "ORG_ADMIN", "READ_ONLY_ADMIN"].map(
    (role) => new Caller(okta, `SSWS ${TOKEN}-${role}`),
  );
  expect((await reader?.get("/api/v1/users/me"))?.body.profile.login).toBe(
    "read_only_admin@example.com",
  );
  expect((await reader?.get("/api/v1/apps"))?.status).toBe(200);
  expect((await reader?.post("/api/v1/apps", serviceApp("never")))?.status).toBe(403);
  const { body } = (await most?.post("/api/v1/apps", serviceApp("made"))) ?? {};
  const grant = { issuer: okta.url, scopeId: "okta.apps.read" };
  const refused = await most?.post(`/api/v1/apps/${body.id}/grants`, grant);
  expect(refused?.body.errorCauses[0].errorSummary).toBe("This takes the admin role SUPER_ADMIN.");
  expect((await all?.post(`/api/v1/apps/${body.id}/grants`, grant))?.status).toBe(200);
});

test("an API token as Bearer, or one of nobody's, is 401", async () => {
  const { okta } = await startOrg({ seed: seedOf("SUPER_ADMIN") });
  for (const header of [`Bearer ${TOKEN}-SUPER_ADMIN`, `SSWS ${TOKEN}`, "SSWS "]) {
    expect((await new Caller(okta, header).get("/api/v1/apps")).status).toBe(401);
  }
  expect(JSON.stringify(okta.log.entries)).not.toContain(TOKEN);
});

test("a service app's token goes on when the person who made the app is deactivated", async () => {
  const { okta, admin, operator } = await startOrg();
  const client = await operator(["okta.apps.read"], "READ_ONLY_ADMIN");
  await admin.post(`/api/v1/users/${okta.org.adminId}/lifecycle/deactivate`);
  expect((await client.get("/api/v1/apps")).status).toBe(200);
  expect((await new Caller(okta, `SSWS ${okta.apiToken}`).get("/api/v1/apps")).status).toBe(401);
});

test.each<[string, Partial<Seed>, string]>([
  [
    "of nobody's",
    { apiTokens: [{ owner: "no@example.com", token: TOKEN, role: "ORG_ADMIN" }] },
    "apiTokens.0.owner: 'no@example.com' is no login of a user of the org",
  ],
  [
    "twice",
    {
      apiTokens: [1, 2].map(() => ({
        owner: "admin@example.com",
        token: TOKEN,
        role: "APP_ADMIN",
      })),
    },
    "apiTokens.1.token: is there already",
  ],
])("a token %s in a seed is refused, and not shown", async (_what, changes, message) => {
  const okta = new OktaEmulator({ seed: { ...NOTHING, users: [], ...changes } });
  const refused = await okta.start().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "seed-invalid" });
  expect(String(refused)).toContain(message);
  expect(String(refused)).not.toContain(TOKEN);
});
