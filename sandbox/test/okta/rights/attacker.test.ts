import { beforeEach, expect, test } from "vitest";
import { serviceApp } from "../support.ts";
import { type Operator, startOrg } from "./operator.ts";

const { okta, admin, made, operator } = await startOrg();
const FAMILIES = ["apps", "appGrants", "roles", "authorizationServers", "groups", "users"];
const SCOPES = FAMILIES.map((family) => `okta.${family}.manage`);

/** A client that manages one app, one group with its users and one server, and holds every scope. */
let attacker: Operator;
let own: string;
let victim: string;
let count = 0;

beforeEach(async () => {
  count += 1;
  own = (await made("/api/v1/apps", serviceApp(`own ${count}`))).id;
  victim = (await made("/api/v1/apps", serviceApp(`victim ${count}`, `victim-${count}`))).id;
  const permissions = ["apps", "authzServers", "groups", "users"].map(
    (kind) => `okta.${kind}.manage`,
  );
  attacker = await operator(SCOPES, {
    permissions: [...permissions, "okta.iam.read"],
    resources: [`apps/${own}`],
  });
});

async function refused(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await attacker.call(method, path, body);
  expect([path, answer.status, answer.body.errorCode]).toEqual([path, 403, "E0000006"]);
}

test("grants itself a scope or an admin role", async () => {
  const grant = { issuer: okta.url, scopeId: "okta.logs.read" };
  await refused("POST", `/api/v1/apps/${attacker.appId}/grants`, grant);
  await refused("POST", `/api/v1/apps/${own}/grants`, grant);
  await refused("POST", `/oauth2/v1/clients/${attacker.clientId}/roles`, { type: "SUPER_ADMIN" });
});

test("widens its own role and resource set, which it may read", async () => {
  const roles = await attacker.get(`/oauth2/v1/clients/${attacker.clientId}/roles`);
  const [{ role, "resource-set": set }] = roles.body;
  await refused("POST", `/api/v1/iam/roles/${role}/permissions/okta.apps.clientCredentials.read`);
  const additions = [`${okta.url}/api/v1/apps`];
  await refused("PATCH", `/api/v1/iam/resource-sets/${set}/resources`, { additions });
  const members = [`${okta.url}/oauth2/v1/clients/${attacker.clientId}`];
  await refused("POST", `/api/v1/iam/resource-sets/${set}/bindings`, { role, members });
});

test("adds a key to its own app, or replaces, renames or ends it", async () => {
  const path = `/api/v1/apps/${attacker.appId}`;
  const key = { kty: "RSA", e: "AQAB", n: "x", kid: "k" };
  await refused("POST", `${path}/credentials/jwks`, key);
  await refused("PUT", path, serviceApp("attacker"));
  await refused("POST", `${path}/lifecycle/deactivate`);
});

test("reads a secret, of the app that it manages too", async () => {
  await refused("GET", `/api/v1/apps/${own}/credentials/secrets`);
  await refused("GET", `/api/v1/apps/${victim}/credentials/secrets`);
  const [secret] = (await admin.get(`/api/v1/apps/${own}/credentials/secrets`)).body;
  await refused("GET", `/api/v1/apps/${own}/credentials/secrets/${secret.id}`);
});

test("moves to another app by id, encoded id, label or client id", async () => {
  const encoded = `%${victim.charCodeAt(0).toString(16)}${victim.slice(1)}`;
  const names = [victim, encoded, encodeURIComponent(`victim ${count}`), `victim-${count}`];
  for (const name of names) {
    await refused("PUT", `/api/v1/apps/${name}`, serviceApp("mine now"));
    await refused("GET", `/api/v1/apps/${name}`);
  }
  for (const path of [`${own}/../${victim}`, `${own}%2F..%2F${victim}`, `./${victim}`]) {
    expect((await attacker.get(`/api/v1/apps/${path}`)).status).toBe(403);
  }
});

test("moves to a server by its alias, or to one that it renames its own to", async () => {
  await refused("PUT", "/api/v1/authorizationServers/default", { name: "n", audiences: ["a"] });
  await refused("GET", "/api/v1/authorizationServers/default/scopes");
  const right = { permissions: ["okta.authzServers.manage"], resources: [] as string[] };
  const { body } = await admin.get("/api/v1/authorizationServers/default");
  right.resources.push(`authorizationServers/${body.id}`);
  const owner = await operator(["okta.authorizationServers.manage"], right);
  for (const name of ["default", body.id]) {
    expect((await owner.get(`/api/v1/authorizationServers/${name}`)).status).toBe(200);
  }
});

test("creates what it manages single ones of", async () => {
  await refused("POST", "/api/v1/apps", serviceApp("another"));
  await refused("POST", "/api/v1/groups", { profile: { name: "another" } });
  await refused("POST", "/api/v1/authorizationServers", { name: "another", audiences: ["a"] });
});

test("creates a user in a group that it does not manage, or sets another's password", async () => {
  const login = `new-${count}@example.com`;
  const profile = { firstName: "F", lastName: "L", email: login, login };
  const { id: group } = await made("/api/v1/groups", { profile: { name: `admins ${count}` } });
  const { id: user } = await made("/api/v1/users", { profile: { ...profile, login: `x${login}` } });
  const permissions = ["okta.users.create", "okta.users.userprofile.manage"];
  attacker = await operator(SCOPES, { permissions, resources: ["users", "groups"] });
  await refused("POST", "/api/v1/users", { profile, groupIds: [group] });
  const credentials = { password: { value: "Another-Pass-1" } };
  await refused("POST", `/api/v1/users/${user}`, { credentials });
  expect((await attacker.post("/api/v1/users", { profile })).status).toBe(200);
});

test("adds a user with every app of its own but no right on the user", async () => {
  const { id } = await made("/api/v1/users", {
    profile: { firstName: "F", lastName: "L", email: "u@example.com", login: `u${count}@x.com` },
  });
  await refused("POST", `/api/v1/apps/${own}/users`, { id });
});
