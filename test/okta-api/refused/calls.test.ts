import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaCaller } from "../../../okta-api/caller.ts";
import type { OktaApiError } from "../../../okta-api/errors.ts";
import { explain } from "../../../okta-api/explain.ts";
import { MANAGEMENT_REFUSALS } from "../../../okta-api/explanations/management.ts";
import { ServiceApp } from "../../../okta-api/service-app.ts";
import { manage } from "../../support/declared-org.ts";
import { createServiceApp, type ServiceAppKey } from "../../support/service-app.ts";

const okta = new OktaEmulator();
beforeAll(() => okta.start());
afterAll(() => okta.stop());

const seen = new Set<string>();
const WAITS = { initialDelay: 1, maxDelay: 1 };

/** What is made of the emulator's refusal; its message says the same. */
async function refused(call: Promise<unknown>) {
  const error = await call.then(
    () => expect.unreachable(),
    (error: OktaApiError) => error,
  );
  const why = explain(error.details);
  expect(why).toBeDefined();
  expect(error.message).toContain(` ${why?.cause}. Fix: ${why?.fix}.`);
  seen.add(why?.id ?? "");
  return why;
}

const withToken = (apiToken = okta.apiToken) =>
  new OktaCaller({ orgUrl: okta.url, authorization: `SSWS ${apiToken}`, waits: WAITS });

const as = (app: ServiceAppKey, ...scopes: string[]) =>
  new OktaCaller({
    orgUrl: okta.url,
    authorization: new ServiceApp({ orgUrl: okta.url, scopes, ...app }),
  });

const grant = (app: ServiceAppKey, scopeId: string) =>
  manage(okta, "POST", `/api/v1/apps/${app.id}/grants`, { issuer: okta.url, scopeId });

describe("a scope", () => {
  test("that is granted later is in the next token, not in the one that is kept", async () => {
    const app = await createServiceApp(okta, {
      clientId: "scope-app",
      scopes: ["okta.apps.read"],
      role: "SUPER_ADMIN",
    });
    const both = ["okta.apps.read", "okta.groups.read"];
    const caller = as(app, ...both);
    await caller.request("GET", "/api/v1/apps");
    expect(await refused(caller.request("GET", "/api/v1/groups"))).toMatchObject({
      id: "scope-missing",
      cause: "The access token lacks the scope of this call: okta.groups.read",
    });
    await grant(app, "okta.groups.read");
    expect(await refused(caller.request("GET", "/api/v1/groups"))).toMatchObject({
      id: "scope-missing",
    });
    expect(await as(app, ...both).request("GET", "/api/v1/groups")).toHaveLength(1);
  });

  test("that is granted, but not asked for, is missing too", async () => {
    const scopes = ["okta.apps.read", "okta.groups.read"];
    const app = await createServiceApp(okta, { clientId: "asks-app", scopes, role: "ORG_ADMIN" });
    const call = as(app, "okta.apps.read").request("GET", "/api/v1/groups");
    expect(await refused(call)).toMatchObject({ id: "scope-missing" });
  });
});

describe("a role", () => {
  const scopes = ["okta.users.read", "okta.users.manage"];

  test("is missing", async () => {
    const app = await createServiceApp(okta, { clientId: "no-role-app", scopes });
    const call = as(app, ...scopes).request("GET", "/api/v1/users/nobody");
    expect(await refused(call)).toMatchObject({ id: "role-missing" });
  });

  test("that reads does not write, and one on a resource set ends at its objects", async () => {
    const app = await createServiceApp(okta, { clientId: "set-app", scopes });
    const user = async (login: string) =>
      (await manage(okta, "POST", "/api/v1/users?activate=true", {
        profile: { login, email: login, firstName: "A", lastName: "B" },
      })) as { id: string };
    const [inside, outside] = [await user("in@example.com"), await user("out@example.com")];
    const group = await manage(okta, "POST", "/api/v1/groups", { profile: { name: "inside" } });
    await manage(okta, "PUT", `/api/v1/groups/${group.id}/users/${inside.id}`);
    const role = await manage(okta, "POST", "/api/v1/iam/roles", {
      label: "reader",
      description: "reads users",
      permissions: ["okta.users.read"],
    });
    const set = await manage(okta, "POST", "/api/v1/iam/resource-sets", {
      label: "inside",
      description: "members of one group",
      resources: [`${okta.url}/api/v1/groups/${group.id}/users`],
    });
    await manage(okta, "POST", `/oauth2/v1/clients/${app.clientId}/roles`, {
      ...{ type: "CUSTOM", role: role.id, "resource-set": set.id },
    });
    const caller = as(app, ...scopes);
    expect(await caller.request("GET", `/api/v1/users/${inside.id}`)).toMatchObject(inside);
    const other = caller.request("GET", `/api/v1/users/${outside.id}`);
    expect(await refused(other)).toMatchObject({ id: "role-missing" });
    const write = caller.request("POST", `/api/v1/users/${inside.id}`, {
      profile: { firstName: "C" },
    });
    expect(await refused(write)).toMatchObject({ id: "role-missing" });
  });
});

test("a token of another org, or a mistyped one, is refused", async () => {
  const call = withToken("00wrong").request("GET", "/api/v1/apps");
  expect(await refused(call)).toMatchObject({ id: "token-invalid" });
});

test("a client that is inactive has a token no more, and gets none", async () => {
  const app = await createServiceApp(okta, {
    clientId: "inactive-app",
    scopes: ["okta.apps.read"],
    role: "ORG_ADMIN",
  });
  const caller = as(app, "okta.apps.read");
  await caller.request("GET", "/api/v1/apps");
  await manage(okta, "POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
  const before = okta.log.entries.length;
  const call = caller.request("GET", "/api/v1/apps");
  expect(await refused(call)).toMatchObject({ id: "client-unknown" });
  const asked = okta.log.entries.slice(before);
  expect(asked.map(({ status, error }) => `${status} ${error}`)).toEqual([
    "401 E0000011",
    "401 invalid_client",
  ]);
});

test("an org without API Access Management", async () => {
  const small = new OktaEmulator({ apiAccessManagement: false });
  await small.start();
  try {
    const authorization = `SSWS ${small.apiToken}`;
    const call = new OktaCaller({ orgUrl: small.url, authorization }).request(
      "GET",
      "/api/v1/authorizationServers",
    );
    expect(await refused(call)).toMatchObject({ id: "feature-missing" });
  } finally {
    await small.stop();
  }
});

test("too many calls, and repetitions do not help", async () => {
  okta.faults.add({ kind: "rate-limit", resetSeconds: 0, path: "/api/v1/apps" });
  const call = withToken().request("GET", "/api/v1/apps");
  expect(await refused(call)).toMatchObject({ id: "rate-limited" });
  okta.faults.clear();
});

test.each([
  ["a user's attributes beside profile", "body-malformed", "/api/v1/users", { firstName: "A" }],
  ["a group without a name", "value-refused", "/api/v1/groups", { profile: {} }],
])("%s", async (_what, id, path, body) => {
  expect(await refused(withToken().request("POST", path, body))).toMatchObject({ id });
});

test("what is not there", async () => {
  const call = withToken().request("PUT", "/api/v1/groups/00g1", { profile: { name: "a" } });
  expect(await refused(call)).toMatchObject({ id: "not-found" });
});

test("each refusal of the API was met", () => {
  expect(MANAGEMENT_REFUSALS.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
});
