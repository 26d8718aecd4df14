import { expect, test } from "vitest";
import { type Reply, serviceApp, startOkta } from "../support.ts";

/** One object of each kind, as the org shows it: a change here is a change of what clients see. */
const { okta, admin } = await startOkta();

async function made(path: string, body?: object): Promise<Reply["body"]> {
  const answer = await admin.post(path, body);
  expect([200, 201], path).toContain(answer.status);
  return answer.body;
}

const SERVERS = "/api/v1/authorizationServers";
const SETS = "/api/v1/iam/resource-sets";
const app = await made("/api/v1/apps", {
  ...serviceApp("etl-loader", "etl-loader", {
    jwks: { keys: [{ kty: "EC", kid: "one", x: "eA", y: "eQ" }] },
  }),
  profile: { neo4j_groups: ["neo4j_reader"] },
});
const APP = `/api/v1/apps/${app.id}`;
const ROLES_OF_APP = "/oauth2/v1/clients/etl-loader/roles";
const server = `${SERVERS}/${(await made(SERVERS, { name: "neo4j", audiences: ["api://neo4j"] })).id}`;
const policy = await made(`${server}/policies`, {
  ...{ type: "OAUTH_AUTHORIZATION_POLICY", name: "neo4j", description: "who" },
  conditions: { clients: { include: ["etl-loader"] } },
});
const group = await made("/api/v1/groups", { profile: { name: "readers", team: "data" } });
const role = await made("/api/v1/iam/roles", {
  ...{ label: "reader", description: "reads", permissions: ["okta.apps.read"] },
});
const person = await made("/api/v1/users", {
  profile: { login: "ada@example.com", email: "ada@example.com", firstName: "Ada", lastName: "B" },
  credentials: { password: { value: "Correct-Horse-1" } },
  groupIds: [group.id],
});
const GROUP = `${okta.url}/api/v1/groups/${group.id}`;
const set = await made(SETS, { label: "some", description: "of it", resources: [GROUP] });
const binding = `${SETS}/${set.id}/bindings/${role.id}`;
await made(`${SETS}/${set.id}/bindings`, { role: role.id, members: [GROUP] });
await admin.put(`${APP}/groups/${group.id}`, {});
const [member] = (await admin.get(`${binding}/members`)).body.members;
const [signingKey] = (await admin.get(`${server}/credentials/keys`)).body;

const id = async (path: string, body?: object) => `${path}/${(await made(path, body)).id}`;
const grantInput = { issuer: okta.url, scopeId: "okta.apps.read" };
const PATHS: Record<string, string> = {
  app: APP,
  secret: await id(`${APP}/credentials/secrets`, { status: "INACTIVE" }),
  key: await id(`${APP}/credentials/jwks`, { kty: "RSA", kid: "two", e: "AQAB", n: "0vx7" }),
  grant: await id(`${APP}/grants`, grantInput),
  "group assignment": `${APP}/groups/${group.id}`,
  server,
  "signing key": `${server}/credentials/keys/${signingKey.kid}`,
  scope: await id(`${server}/scopes`, { name: "neo4j_groups" }),
  claim: await id(`${server}/claims`, {
    ...{ name: "groups", claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.clientId" },
    conditions: { scopes: ["neo4j_groups"] },
  }),
  policy: `${server}/policies/${policy.id}`,
  rule: await id(`${server}/policies/${policy.id}/rules`, {
    ...{ type: "RESOURCE_ACCESS", name: "all", actions: { token: {} } },
    conditions: {
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["neo4j_groups"] },
    },
  }),
  group: `/api/v1/groups/${group.id}`,
  user: `/api/v1/users/${person.id}`,
  "app user": `${APP}/users/${person.id}`,
  "admin role": `/api/v1/iam/roles/${role.id}`,
  permission: `/api/v1/iam/roles/${role.id}/permissions/okta.apps.read`,
  "resource set": `${SETS}/${set.id}`,
  "resources of a set": `${SETS}/${set.id}/resources`,
  binding,
  member: `${binding}/members/${member.id}`,
  "client role": await id(ROLES_OF_APP, { type: "CUSTOM", role: "reader", "resource-set": "some" }),
  "trusted origin": await id("/api/v1/trustedOrigins", {
    ...{ name: "wiki", origin: "https://wiki.example.com", scopes: [{ type: "CORS" }] },
  }),
  "sign-in policy": `/api/v1/policies/${okta.org.accessPolicyId}`,
  "ID token settings": `/api/v1/internal/apps/${app.id}/settings/oauth/idToken`,
  administrator: "/api/v1/users/me",
  organization: "/.well-known/okta-organization",
};

/** The text of a document without what differs from run to run. */
function lasting(document: unknown): string {
  return JSON.stringify(document, null, 2)
    .replaceAll(okta.url, "https://org.example.com")
    .replaceAll(
      /\b(0oa|00[gopu]|aln|aus|cr0|iam|ire|irb|oa[eg]|ocl|ocs|0pr|pks|rst|scp|tos)\w{17}\b/g,
      "$1...",
    )
    .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"time"')
    .replaceAll(/[\w-]{342}/g, "modulus")
    .replaceAll(/"\w{64}"/g, '"secret"')
    .replaceAll(/[\w-]{43}/g, "thumbprint")
    .replaceAll(/"[\w-]{22}"/g, '"hash"');
}

test("every kind of object is shown in full", async () => {
  const documents: Record<string, unknown> = {};
  for (const [kind, path] of Object.entries(PATHS)) {
    const { status, body } = await admin.get(path);
    expect(status, path).toBe(200);
    documents[kind] = body;
  }
  await expect(`${lasting(documents)}\n`).toMatchFileSnapshot("./fixtures/documents.json");
});

test.each([
  ...["app", "server", "scope", "claim", "policy", "rule", "group", "user", "trusted origin"],
  ...["admin role", "resource set"],
])("%s: what was read can be sent back", async (kind) => {
  const path = PATHS[kind] ?? "";
  const { body } = await admin.get(path);
  const answer = await admin.put(path, body);
  expect(answer.status).toBe(200);
  const again = (await admin.get(path)).body;
  expect(JSON.parse(lasting(again))).toEqual(JSON.parse(lasting(body)));
});

test("a grant, a secret, a key and an assignment can be made from what was read of another", async () => {
  const other = await made("/api/v1/apps", serviceApp("twin", "twin-client"));
  const twin = `/api/v1/apps/${other.id}`;
  for (const [kind, path] of [
    ["grant", `${twin}/grants`],
    ["secret", `${twin}/credentials/secrets`],
    ["key", `${twin}/credentials/jwks`],
  ] as const) {
    await made(path, (await admin.get(PATHS[kind] ?? "")).body);
  }
  const { body } = await admin.get(PATHS["group assignment"] ?? "");
  expect((await admin.put(`${twin}/groups/${group.id}`, body)).status).toBe(200);
});
