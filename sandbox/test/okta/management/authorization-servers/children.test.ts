import { beforeEach, expect, test } from "vitest";
import { serviceApp, startOkta } from "../../support.ts";

const { admin } = await startOkta();
await admin.post("/api/v1/apps", serviceApp("client", "etl-loader"));

let count = 0;
let server: string;

beforeEach(async () => {
  count += 1;
  const { body } = await admin.post("/api/v1/authorizationServers", {
    name: `server ${count}`,
    audiences: ["api://neo4j"],
  });
  server = `/api/v1/authorizationServers/${body.id}`;
});

const policy = (name: string, priority?: number) => ({
  type: "OAUTH_AUTHORIZATION_POLICY",
  name,
  description: "who",
  conditions: { clients: { include: ["etl-loader"] } },
  ...(priority === undefined ? {} : { priority }),
});
const rule = (name: string, priority?: number) => ({
  type: "RESOURCE_ACCESS",
  name,
  conditions: {
    people: { users: {}, groups: {} },
    grantTypes: { include: ["client_credentials"] },
    scopes: {},
  },
  actions: { token: {} },
  ...(priority === undefined ? {} : { priority }),
});

async function order(path: string): Promise<string[]> {
  const { body } = await admin.get(path);
  return body.map((item: { name: string; priority: number }) => `${item.priority} ${item.name}`);
}

test("policies are numbered without gaps: inserting, moving and deleting renumber the others", async () => {
  const policies = `${server}/policies`;
  const a = await admin.post(policies, policy("a"));
  await admin.post(policies, policy("b", 99));
  await admin.post(policies, policy("c", 1));
  expect(await order(policies)).toEqual(["1 c", "2 a", "3 b"]);
  await admin.put(`${policies}/${a.body.id}`, policy("a", 1));
  expect(await order(policies)).toEqual(["1 a", "2 c", "3 b"]);
  await admin.put(`${policies}/${a.body.id}`, policy("a"));
  expect(await order(policies)).toEqual(["1 a", "2 c", "3 b"]);
  await admin.delete(`${policies}/${a.body.id}`);
  expect(await order(policies)).toEqual(["1 c", "2 b"]);
});

test("rules are numbered within their policy", async () => {
  const { body } = await admin.post(`${server}/policies`, policy("p"));
  const rules = `${server}/policies/${body.id}/rules`;
  await admin.post(rules, rule("a", 1));
  const second = await admin.post(rules, rule("b", 1));
  expect(await order(rules)).toEqual(["1 b", "2 a"]);
  await admin.put(`${rules}/${second.body.id}`, rule("b", 7));
  expect(await order(rules)).toEqual(["1 a", "2 b"]);
});

test("a rule answers with Okta's defaults, its grant types sorted", async () => {
  const { body } = await admin.post(`${server}/policies`, policy("p"));
  const answer = await admin.post(`${server}/policies/${body.id}/rules`, {
    ...rule("sorted"),
    conditions: { grantTypes: { include: ["client_credentials", "authorization_code"] } },
  });
  expect(answer.body).toMatchObject({
    status: "ACTIVE",
    conditions: {
      people: { users: { exclude: [] }, groups: {} },
      grantTypes: { include: ["authorization_code", "client_credentials"] },
      scopes: { include: [] },
    },
    actions: {
      token: {
        accessTokenLifetimeMinutes: 60,
        refreshTokenLifetimeMinutes: 0,
        refreshTokenWindowMinutes: 10_080,
      },
    },
  });
});

test("policies and rules are switched by lifecycle calls; a PUT does not", async () => {
  const made = await admin.post(`${server}/policies`, policy("p"));
  const path = `${server}/policies/${made.body.id}`;
  const ruleMade = await admin.post(`${path}/rules`, rule("r"));
  const rulePath = `${path}/rules/${ruleMade.body.id}`;
  for (const [at, body] of [
    [path, policy("p")],
    [rulePath, rule("r")],
  ] as const) {
    expect((await admin.post(`${at}/lifecycle/deactivate`)).status).toBe(204);
    await admin.put(at, { ...body, status: "ACTIVE" });
    expect((await admin.get(at)).body.status).toBe("INACTIVE");
    expect((await admin.post(`${at}/lifecycle/activate`)).status).toBe(204);
    expect((await admin.get(at)).body.status).toBe("ACTIVE");
  }
});

test("a scope is replaced whole: what is left out goes back to its default", async () => {
  const input = {
    name: "neo4j_groups",
    description: "d",
    metadataPublish: "ALL_CLIENTS",
    default: true,
  };
  const { body } = await admin.post(`${server}/scopes`, input);
  expect(body).toMatchObject(input);
  const replaced = await admin.put(`${server}/scopes/${body.id}`, { name: "neo4j_groups" });
  expect(replaced.body).toMatchObject({
    description: "",
    displayName: "",
    metadataPublish: "NO_CLIENTS",
    consent: "IMPLICIT",
    default: false,
    optional: false,
  });
  expect((await admin.delete(`${server}/scopes/${body.id}`)).status).toBe(204);
});

test("a claim keeps its scopes by name, and an access and an ID token may have one of the same name", async () => {
  await admin.post(`${server}/scopes`, { name: "neo4j_groups" });
  const claim = {
    name: "groups",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    conditions: { scopes: ["neo4j_groups"] },
  };
  const made = await admin.post(`${server}/claims`, claim);
  expect(made.body).toMatchObject({
    ...claim,
    status: "ACTIVE",
    system: false,
    alwaysIncludeInToken: true,
  });
  expect((await admin.post(`${server}/claims`, { ...claim, claimType: "IDENTITY" })).status).toBe(
    201,
  );
  const filtered = {
    ...claim,
    valueType: "GROUPS",
    group_filter_type: "STARTS_WITH",
    value: "neo4j_",
  };
  const replaced = await admin.put(`${server}/claims/${made.body.id}`, filtered);
  expect(replaced.body).toMatchObject(filtered);
  const back = await admin.put(`${server}/claims/${made.body.id}`, claim);
  expect(back.body).not.toHaveProperty("group_filter_type");
});

test("the sub claim may get another value, but not another name, and stays", async () => {
  const [sub] = (await admin.get(`${server}/claims`)).body;
  const path = `${server}/claims/${sub.id}`;
  const changed = await admin.put(path, { ...sub, value: "app.clientId" });
  expect([changed.status, changed.body.value, changed.body.system]).toEqual([
    200,
    "app.clientId",
    true,
  ]);
  expect((await admin.put(path, { ...sub, name: "subject" })).status).toBe(403);
  expect((await admin.delete(path)).status).toBe(403);
});

test("a child is known under its own parent only", async () => {
  const { body } = await admin.post(`${server}/scopes`, { name: "mine" });
  const elsewhere = await admin.get(`/api/v1/authorizationServers/default/scopes/${body.id}`);
  expect([elsewhere.status, elsewhere.body.errorSummary]).toEqual([
    404,
    `Not found: Resource not found: ${body.id} (OAuth2Scope)`,
  ]);
});
