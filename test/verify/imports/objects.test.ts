import { afterEach, describe, expect, test } from "vitest";
import { appBody, manage } from "../../support/declared-org.ts";
import { APP, create, importsCommand, LOADER } from "./command.ts";

const command = importsCommand();
const SERVERS = "/api/v1/authorizationServers";
const post = (path: string, body: object) => manage(command.okta, "POST", path, body);

/** The objects of a stack with a server of its own, by resource, each made as the stack declares it. */
const loader = () =>
  post("/api/v1/apps?activate=true", appBody({ name: "etl-loader", groups: ["neo4j_reader"] }));
const server = () =>
  post(SERVERS, {
    name: "neo4j",
    audiences: ["api://neo4j"],
    description: "Tokens",
    issuerMode: "ORG_URL",
  });
const scope = (on: string) =>
  post(`${SERVERS}/${on}/scopes`, { name: "neo4j_groups", displayName: "Neo4j groups" });
const claim = (on: string) =>
  post(`${SERVERS}/${on}/claims`, {
    name: "groups",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    conditions: { scopes: ["neo4j_groups"] },
    alwaysIncludeInToken: true,
  });
const policy = (on: string) =>
  post(`${SERVERS}/${on}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "Neo4j",
    description: "Service accounts",
    conditions: { clients: { include: ["etl-loader"] } },
  });
const rule = (on: string, under: string) =>
  post(`${SERVERS}/${on}/policies/${under}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "client credentials",
    conditions: {
      people: { users: {}, groups: {} },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["neo4j_groups"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });

const SERVER = {
  name: "neo4j",
  audiences: ["api://neo4j"],
  description: "Tokens",
  status: "ACTIVE",
};
const SCOPE = {
  name: "neo4j_groups",
  displayName: "Neo4j groups",
  consent: "IMPLICIT",
  metadataPublish: "NO_CLIENTS",
};
const CLAIM = {
  name: "groups",
  status: "ACTIVE",
  claimType: "RESOURCE",
  valueType: "EXPRESSION",
  value: "app.profile.neo4j_groups",
  scopes: ["neo4j_groups"],
};
const POLICY = {
  name: "Neo4j",
  description: "Service accounts",
  status: "ACTIVE",
  priority: 1,
  clientWhitelists: ["etl-loader"],
};
const RULE = {
  name: "client credentials",
  status: "ACTIVE",
  priority: 1,
  grantTypeWhitelists: ["client_credentials"],
  scopeWhitelists: ["neo4j_groups"],
  accessTokenLifetimeMinutes: 60,
};

const step = (kind: string, inputs: object) =>
  create(`okta:auth/server${kind}:Server${kind}`, `authorization${kind}`, inputs);

afterEach(() => {
  const { apps, authorizationServers } = command.okta.org;
  apps.clear();
  for (const [id, one] of authorizationServers) if (!one.default) authorizationServers.delete(id);
});

/** What `--json` says of one create. */
async function judged(planned: object) {
  const { status, out } = await command.look([planned], "--json");
  const { lost } = JSON.parse(out);
  expect(lost.length).toBe(status);
  const [{ id, command: words, refusal } = {}] = lost as Record<string, never>[];
  return { id, importId: (words as string[] | undefined)?.[3], refusal };
}

describe("what is as declared and not in use is to be imported", () => {
  test("an app", async () => {
    const { id } = await loader();
    expect(await judged(create(APP, "etl-loader-app", LOADER))).toEqual({ id, importId: id });
  });

  test("an app on keys of its own, whatever Okta and the plugin note beside them", async () => {
    const keys = ["second", "first"].map((kid) => ({ kid, kty: "RSA", n: "AQAB", e: "AQAB" }));
    const account = { name: "etl-loader", groups: ["neo4j_reader"], jwks: { keys } };
    const credential = "private_key_jwt";
    const { id } = await post("/api/v1/apps?activate=true", appBody({ ...account, credential }));
    const declared = {
      ...LOADER,
      tokenEndpointAuthMethod: credential,
      jwks: keys.toReversed().map((key) => ({ __defaults: [], ...key })),
    };
    expect(await judged(create(APP, "etl-loader-app", declared))).toEqual({ id, importId: id });
  });

  test("a server", async () => {
    const { id } = await server();
    expect(await judged(step("", SERVER))).toEqual({ id, importId: id });
  });

  test("a scope, a claim, a policy and its rule, by their parents' ids", async () => {
    await loader();
    const { id: authServerId } = await server();
    const lostScope = await scope(authServerId);
    const lost = `${authServerId}/${lostScope.id}`;
    expect(await judged(step("Scope", { ...SCOPE, authServerId }))).toMatchObject({
      importId: lost,
    });
    const lostClaim = `${authServerId}/${(await claim(authServerId)).id}`;
    expect(await judged(step("Claim", { ...CLAIM, authServerId }))).toMatchObject({
      importId: lostClaim,
    });
    const { id: policyId } = await policy(authServerId);
    const lostPolicy = `${authServerId}/${policyId}`;
    expect(await judged(step("Policy", { ...POLICY, authServerId }))).toMatchObject({
      importId: lostPolicy,
    });
    const lostRule = `${lostPolicy}/${(await rule(authServerId, policyId)).id}`;
    expect(await judged(step("PolicyRule", { ...RULE, authServerId, policyId }))).toMatchObject({
      importId: lostRule,
    });
  });
});

describe("what is in use is someone's", () => {
  test("an app that a policy names, a policy that has a rule, a scope that a rule grants", async () => {
    await loader();
    const { id: authServerId } = await server();
    await scope(authServerId);
    const { id: policyId } = await policy(authServerId);
    await rule(authServerId, policyId);
    const app = await judged(create(APP, "etl-loader-app", LOADER));
    expect(app.importId).toBeUndefined();
    expect(app.refusal).toMatch(
      /^it is in use: the access policy Neo4j of the authorization server neo4j\. /,
    );
    const { refusal } = await judged(step("Policy", { ...POLICY, authServerId }));
    expect(refusal).toMatch(/^it is in use: the rule client credentials\. /);
    const granted = await judged(step("Scope", { ...SCOPE, authServerId }));
    expect(granted.refusal).toMatch(/^it is in use: client credentials\. /);
  });

  test("a server that has a scope, a scope that a claim is bound to", async () => {
    const { id: authServerId } = await server();
    await scope(authServerId);
    expect((await judged(step("", SERVER))).refusal).toMatch(/^it is in use: neo4j_groups\. /);
    await claim(authServerId);
    const { refusal } = await judged(step("Scope", { ...SCOPE, authServerId }));
    expect(refusal).toMatch(/^it is in use: groups\. /);
  });
});

describe("what differs is someone's", () => {
  test.each([
    ["label", { label: "Loader" }],
    ["status", { status: "INACTIVE" }],
    ["type", { type: "web" }],
    ["tokenEndpointAuthMethod", { tokenEndpointAuthMethod: "private_key_jwt" }],
    ["grantTypes", { grantTypes: ["client_credentials", "implicit"] }],
    ["profile", { profile: '{"neo4j_groups":["neo4j_admin"]}' }],
    ["jwksUri", { jwksUri: "https://keys.example.com/etl.json" }],
    ["jwks", { jwks: [{ kid: "k", kty: "RSA", n: "AQ", e: "AQAB" }] }],
  ])("an app's %s", async (name, changes) => {
    await loader();
    const { importId, refusal } = await judged(
      create(APP, "etl-loader-app", { ...LOADER, ...changes }),
    );
    expect(importId).toBeUndefined();
    expect(refusal).toBe(
      `it differs from what the stack declares: ${name}. Choose another name or client id for the stack's, or delete it at Okta if nobody needs it`,
    );
  });

  test.each([
    ["", { audiences: ["api://other"] }, "audiences"],
    ["Scope", { displayName: "Groups" }, "displayName"],
    ["Claim", { value: "app.profile.groups" }, "value"],
    ["Claim", { scopes: ["other"] }, "scopes"],
    ["Policy", { clientWhitelists: ["etl-loader", "reporting"] }, "clientWhitelists"],
    ["PolicyRule", { accessTokenLifetimeMinutes: 5 }, "accessTokenLifetimeMinutes"],
  ])("server%s %j", async (kind, changes, name) => {
    await loader();
    const { id: authServerId } = await server();
    await scope(authServerId);
    await claim(authServerId);
    const { id: policyId } = await policy(authServerId);
    await rule(authServerId, policyId);
    const declared = { "": SERVER, Scope: SCOPE, Claim: CLAIM, Policy: POLICY, PolicyRule: RULE }[
      kind
    ];
    const ids = kind === "" ? {} : { authServerId, policyId };
    const { refusal } = await judged(step(kind, { ...declared, ...ids, ...changes }));
    expect(refusal).toContain(`differs from what the stack declares: ${name}. `);
  });
});

test("an object that takes another's place is to be deleted, as it cannot be imported", async () => {
  const { id } = await loader();
  const planned = create(APP, "etl-loader-app", LOADER, { op: "create-replacement" });
  const { refusal, ...found } = await judged(planned);
  expect(found).toEqual({ id, importId: undefined });
  expect(refusal).toContain("delete it at Okta and run pulumi up");
});
