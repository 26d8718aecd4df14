import { expect, test } from "vitest";
import { recordableState, recordedState, stateBefore } from "../support/recorded-state.ts";
import { inventory, SCHEMA } from "./json.ts";
import { access } from "./run.ts";
import { ONE_ACCOUNT, THREE_ACCOUNTS, withAnother, withInputs } from "./states.ts";

test("the published JSON Schema is the one that holds", async () => {
  const text = `${JSON.stringify(SCHEMA, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/access.schema.json");
});

test("a recorded state holds nothing of one run", () => {
  const state = recordedState("one-account");
  expect(recordableState(JSON.stringify(state))).toEqual(state);
});

test("what is deployed of one account", async () => {
  const route = {
    role: "publisher",
    neo4j: "neo4j/neo4j",
    provider: "okta-backend",
    group: "neo4j_publisher",
    claim: "groups",
    scope: "neo4j_groups",
    rule: "client credentials",
    policy: "Neo4j service accounts (neo4j_groups)",
    lifetimeMinutes: 60,
  };
  expect(await inventory(ONE_ACCOUNT)).toEqual({
    version: 1,
    accounts: [
      {
        name: "etl-loader",
        clientId: "etl-loader",
        status: "ACTIVE",
        owner: "etl@example.com",
        credential: "client_secret_basic",
        keyIds: [],
        scopes: ["neo4j_groups"],
        groups: ["neo4j_publisher"],
        roles: ["publisher"],
        tokenLifetimeMinutes: 60,
        routes: [route],
        logins: [
          {
            neo4j: "neo4j/neo4j",
            tokenEndpoint: "https://example.okta.com/oauth2/aus00000000000000001/v1/token",
            audience: "api://neo4j",
            scope: "neo4j_groups",
            lifetimeMinutes: 60,
          },
        ],
        secrets: [],
        created: "2026-01-02T03:04:05.678901234Z",
        modified: "2026-01-02T03:04:05.678901234Z",
        unknown: [],
      },
    ],
    anyApp: [],
    signIns: [],
    databases: [
      {
        name: "neo4j/neo4j",
        address: "neo4j://neo4j.neo4j.svc.cluster.local:7687",
        roles: ["publisher", "reader"],
        hidden: [],
        breakGlass: true,
      },
    ],
    notLookedAt: [
      "what was changed by hand since the last deployment or refresh",
      "users and roles that were made in the database itself",
    ],
  });
});

test("keys, notes, Secrets and times are each account's own", async () => {
  const { accounts } = await inventory(THREE_ACCOUNTS);
  expect(accounts).toMatchObject([
    { name: "etl-loader", secrets: ["etl/neo4j-login"] },
    {
      name: "graph-reporting",
      owner: "reporting@example.com",
      purpose: "Nightly reports",
      expires: "2027-03-31",
      credential: "private_key_jwt",
      keyIds: ["key-1", "key-2"],
      roles: ["reader"],
      secrets: [],
      modified: "2026-03-04T05:06:07.123456789Z",
    },
    { name: "support-bot", owner: "Support team", status: "INACTIVE" },
  ]);
});

test("an INACTIVE account carries its groups, and has no token and no role", async () => {
  const { accounts } = await inventory(THREE_ACCOUNTS);
  const [, , { scopes, groups, roles, routes, logins, tokenLifetimeMinutes }] = accounts;
  expect({ scopes, groups, roles, routes, logins, tokenLifetimeMinutes }).toEqual({
    scopes: [],
    groups: ["neo4j_reader"],
    roles: [],
    routes: [],
    logins: [],
    tokenLifetimeMinutes: undefined,
  });
});

test("a delivered Secret is found by what its values come from", async () => {
  const { accounts } = await inventory(stateBefore("dedicated"));
  expect(accounts).toMatchObject([
    { name: "etl-loader", secrets: ["default/neo4j-login"] },
    { name: "graph-reporting", secrets: [] },
    { name: "support-bot", secrets: [] },
  ]);
});

test("an adopted server has its tokens, and what others declare on it is not looked at", async () => {
  const { accounts, notLookedAt } = await inventory(stateBefore("adopted"));
  expect(accounts[0]).toMatchObject({
    roles: ["publisher"],
    logins: [
      {
        tokenEndpoint: "https://example.okta.com/oauth2/default/v1/token",
        audience: "api://default",
      },
    ],
  });
  expect(notLookedAt.join("\n")).toContain(
    "policies and claims of the authorization server default",
  );
});

test("keys that Okta fetches have an address and no ids", async () => {
  const jwksUri = "https://keys.example.com/jwks.json";
  const inputs = { tokenEndpointAuthMethod: "private_key_jwt", jwksUri };
  const { accounts } = await inventory(withInputs(ONE_ACCOUNT, "app", inputs));
  expect(accounts).toMatchObject([{ keyIds: [], jwksUri, roles: ["publisher"] }]);
});

test("a policy for all clients lets any other app of the org in", async () => {
  const state = withInputs(ONE_ACCOUNT, "policy", { clientWhitelists: ["ALL_CLIENTS"] });
  const { anyApp, accounts } = await inventory(state);
  expect(anyApp).toMatchObject([
    { role: "publisher", group: "neo4j_publisher" },
    { role: "reader", group: "neo4j_reader" },
  ]);
  expect(accounts).toMatchObject([{ roles: ["publisher"] }]);
});

test("without native among both lists of providers there is no break-glass user", async () => {
  const release = ONE_ACCOUNT.deployment.resources.find(({ type }) => type.endsWith(":Release"));
  const values = release?.inputs?.values as { config: Record<string, string> };
  const only = (list: string) =>
    withInputs(ONE_ACCOUNT, "release", {
      values: {
        ...values,
        config: { ...values.config, [`dbms.security.${list}_providers`]: "oidc-okta-backend" },
      },
    });
  expect((await inventory(only("authentication"))).databases).toMatchObject([
    { breakGlass: false },
  ]);
  expect((await inventory(only("authorization"))).databases).toMatchObject([{ breakGlass: false }]);
});

test("the same state gives the same bytes", async () => {
  const resources = THREE_ACCOUNTS.deployment.resources.toReversed();
  const turned = { ...THREE_ACCOUNTS, deployment: { resources } };
  for (const format of ["--json", "--csv", "--markdown", "--html"]) {
    expect(await access(turned, format)).toEqual(await access(THREE_ACCOUNTS, format));
  }
});

test("resources that wait for their deletion are not there", async () => {
  const state = withAnother(ONE_ACCOUNT, "app", "old", { inputs: { label: "old" } });
  const resources = state.deployment.resources.map((one) =>
    one.urn.endsWith("::old") ? { ...one, delete: true } : one,
  );
  const { accounts } = await inventory({ ...state, deployment: { resources } });
  expect(accounts).toHaveLength(1);
});
