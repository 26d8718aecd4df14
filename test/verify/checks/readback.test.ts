import { expect, test } from "vitest";
import { appDpop, claimAlone, policyClients } from "../../../verify/checks/readback.ts";
import { APP, CLAIM, org, POLICY, RULE } from "../../okta-api/okta-org.ts";
import { accountContext } from "../account-context.ts";

const clients = (lists: Record<string, object[]>) =>
  policyClients.run(accountContext({ okta: org(lists) }));

test("the scope is for the declared clients", async () => {
  expect(await clients({})).toMatchObject({ status: "passed", seen: "no other client" });
});

const strangers = { ...POLICY, conditions: { clients: { include: ["dashboard", "z", "a"] } } };

test.each([
  ["by name", {}],
  ["by any scope", { conditions: { ...RULE.conditions, scopes: { include: ["*"] } } }],
])("clients that nobody declared are named: granted %s", async (_how, changes) => {
  const lists = { policies: [strangers], rules: [{ ...RULE, ...changes }] };
  expect(await clients(lists)).toMatchObject({
    status: "failed",
    expected: "no other client",
    seen: '["a by policy neo4j, rule neo4j","z by policy neo4j, rule neo4j"]',
  });
});

test.each([
  ["an inactive policy", { policies: [{ ...strangers, status: "INACTIVE" }] }],
  ["an inactive rule", { policies: [strangers], rules: [{ ...RULE, status: "INACTIVE" }] }],
  ["no rule", { policies: [strangers], rules: [] }],
  [
    "a rule of another grant",
    {
      policies: [strangers],
      rules: [
        { ...RULE, conditions: { ...RULE.conditions, grantTypes: { include: ["password"] } } },
      ],
    },
  ],
  [
    "a rule of another scope",
    {
      policies: [strangers],
      rules: [{ ...RULE, conditions: { ...RULE.conditions, scopes: { include: ["openid"] } } }],
    },
  ],
  ["a rule without conditions", { policies: [strangers], rules: [{ ...RULE, conditions: {} }] }],
  ["a policy without clients", { policies: [{ ...POLICY, conditions: { clients: {} } }] }],
])("%s lets nobody in", async (_name, lists) => {
  expect(await clients(lists)).toMatchObject({ status: "passed" });
});

test("the server has to be there", async () => {
  expect(await clients({ authorizationServers: [] })).toMatchObject({
    status: "failed",
    expected: "https://example.okta.com/oauth2/default",
    seen: "no such authorization server",
  });
});

test("the groups claim is alone", async () => {
  const alone = (claims: object[]) => claimAlone.run(accountContext({ okta: org({ claims }) }));
  const other = { ...CLAIM, value: '{"neo4j_admin"}' };
  expect(await alone([CLAIM])).toMatchObject({ status: "passed", seen: "1 of the name groups" });
  expect(
    await alone([CLAIM, { ...other, claimType: "IDENTITY" }, { ...other, name: "roles" }]),
  ).toMatchObject({ status: "passed" });
  expect(await alone([CLAIM, other])).toMatchObject({
    status: "failed",
    expected: "1 of the name groups",
    seen: JSON.stringify([CLAIM.value, other.value]),
  });
  const nowhere = accountContext({ okta: org({ authorizationServers: [] }) });
  expect(await claimAlone.run(nowhere)).toMatchObject({ seen: "no such authorization server" });
});

const bound = (value: boolean | null) => ({
  apps: [{ ...APP, settings: { oauthClient: { dpop_bound_access_tokens: value } } }],
});

test.each([
  [{}, { status: "passed", seen: "false" }],
  [bound(null), { status: "passed", seen: "false" }],
  [bound(true), { status: "failed", expected: "false", seen: "true" }],
  [
    { apps: [] },
    { status: "failed", expected: "an app", seen: "no app has the client id dashboard" },
  ],
])("DPoP of the app in %j", async (lists, verdict) => {
  expect(await appDpop.run(accountContext({ okta: org(lists) }))).toMatchObject(verdict);
});

test("nothing is read without a credential", async () => {
  for (const check of [policyClients, claimAlone, appDpop]) {
    expect(await check.run(accountContext())).toEqual({
      status: "skipped",
      reason: "no credential for Okta's API was given (--okta-api)",
    });
  }
});
