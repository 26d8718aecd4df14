import { expect, test } from "vitest";
import { startOkta } from "../../support.ts";

const { admin } = await startOkta();
const SERVERS = "/api/v1/authorizationServers";
const server = `${SERVERS}/default`;

let count = 0;

async function made(path: string, input: object) {
  count += 1;
  const answer = await admin.post(path, { name: `n${count}`, ...input });
  expect([answer.status, answer.body.errorCauses ?? []]).toEqual([201, []]);
  return answer.body;
}

test.each(["ORG_URL", "CUSTOM_URL", "DYNAMIC"])(
  "issuer mode %s of a server",
  async (issuerMode) => {
    const body = await made(SERVERS, { audiences: ["a"], issuerMode });
    expect(body.issuerMode).toBe(issuerMode);
    const replaced = await admin.put(`${SERVERS}/${body.id}`, {
      ...{ name: body.name, audiences: ["b"], description: "d" },
    });
    expect(replaced.body).toMatchObject({ issuerMode, audiences: ["b"], description: "d" });
  },
);

test.each(["IMPLICIT", "REQUIRED", "FLEXIBLE", "ADMIN"])(
  "consent %s of a scope",
  async (consent) => {
    const input = { consent, optional: true, displayName: "shown" };
    expect(await made(`${server}/scopes`, input)).toMatchObject(input);
  },
);

test.each(["STARTS_WITH", "EQUALS", "CONTAINS", "REGEX"])(
  "a groups claim by %s",
  async (filter) => {
    const input = {
      ...{ claimType: "IDENTITY", valueType: "GROUPS", value: "neo4j", status: "INACTIVE" },
      ...{ group_filter_type: filter, alwaysIncludeInToken: false },
    };
    expect(await made(`${server}/claims`, input)).toMatchObject(input);
  },
);

test.each([
  ...["ver", "jti", "iss", "aud", "iat", "exp", "nbf", "cid", "uid", "scp", "cnf", "auth_time"],
])("a claim cannot be named %s", async (name) => {
  const claim = { claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.id" };
  const { status, body } = await admin.post(`${server}/claims`, { ...claim, name });
  expect([status, body.errorCauses]).toEqual([
    400,
    [{ errorSummary: `name: '${name}' is a reserved claim name` }],
  ]);
});

const policy = await made(`${server}/policies`, {
  type: "OAUTH_AUTHORIZATION_POLICY",
  description: "d",
});
const rules = `${server}/policies/${policy.id}/rules`;
const rule = (conditions: object, token: object = {}) => ({
  type: "RESOURCE_ACCESS",
  conditions: { grantTypes: { include: ["client_credentials"] }, ...conditions },
  actions: { token },
});

/** Users whom the rules name. */
const [included, excluded] = await Promise.all(
  ["in@example.com", "out@example.com"].map(async (login) => {
    const profile = { login, email: login, firstName: "Ada", lastName: "Byron" };
    return (await admin.post("/api/v1/users", { profile })).body.id as string;
  }),
);

test("a rule keeps its people, its scopes, its lifetimes and its hook", async () => {
  const people = {
    users: { include: [included], exclude: [excluded] },
    groups: { include: ["EVERYONE"], exclude: ["EVERYONE"] },
  };
  const token = {
    accessTokenLifetimeMinutes: 5,
    refreshTokenLifetimeMinutes: 20,
    refreshTokenWindowMinutes: 10,
    inlineHook: { id: "cal1" },
  };
  const body = await made(rules, rule({ people, scopes: { include: ["*", "openid"] } }, token));
  expect(body.conditions).toEqual({
    people,
    grantTypes: { include: ["client_credentials"] },
    scopes: { include: ["*", "openid"] },
  });
  expect(body.actions).toEqual({ token });
});

test.each([
  ["the window of an access token and the life of a window", 10, 10, 10, 201],
  ["no end, whatever the window", 60, 0, 10, 201],
  ["a window shorter than an access token", 60, 100, 10, 400],
  ["a life shorter than its window", 5, 10, 11, 400],
])("a refresh token with %s", async (_, access, lifetime, window, status) => {
  const lifetimes = {
    accessTokenLifetimeMinutes: access,
    refreshTokenLifetimeMinutes: lifetime,
    refreshTokenWindowMinutes: window,
  };
  count += 1;
  const answer = await admin.post(rules, { name: `n${count}`, ...rule({}, lifetimes) });
  expect(answer.status).toBe(status);
});

test("implicit goes with users or groups to include; no rule grants a refresh token alone", async () => {
  const implicit = { grantTypes: { include: ["implicit"] } };
  await made(rules, rule({ ...implicit, people: { users: { include: [included] } } }));
  await made(rules, rule({ ...implicit, people: { groups: { include: ["EVERYONE"] } } }));
  const refused = await admin.post(rules, {
    ...{ name: "refresh", ...rule({ grantTypes: { include: ["refresh_token"] } }) },
  });
  expect([refused.status, refused.body.errorCauses]).toEqual([
    400,
    [{ errorSummary: "conditions.grantTypes.include: Invalid value: refresh_token" }],
  ]);
});

test("an inactive policy or rule may be created, and moves to its priority", async () => {
  const input = { type: "OAUTH_AUTHORIZATION_POLICY", description: "d" };
  const first = await made(`${server}/policies`, { ...input, status: "INACTIVE", priority: 1 });
  expect(first).toMatchObject({ status: "INACTIVE", priority: 1, system: false });
  const created = await made(rules, { ...rule({}), status: "INACTIVE", priority: 1 });
  expect(created).toMatchObject({ status: "INACTIVE", priority: 1, system: false });
});

test("a new server has Okta's scopes and claims", async () => {
  const { id } = await made(SERVERS, { audiences: ["a"] });
  const scopes = (await admin.get(`${SERVERS}/${id}/scopes`)).body;
  const claims = (await admin.get(`${SERVERS}/${id}/claims`)).body;
  const own = JSON.stringify({ scopes, claims }, without, 2);
  await expect(`${own}\n`).toMatchFileSnapshot("../fixtures/new-server.json");
});

/** Leaves out what differs from server to server. */
function without(name: string, value: unknown): unknown {
  return name === "id" || name === "_links" ? undefined : value;
}

test("scopes are found by a part of their name, in any case", async () => {
  const { body } = await admin.get(`${server}/scopes?q=OFFLINE`);
  expect(body.map(({ name }: { name: string }) => name)).toEqual(["offline_access"]);
});
