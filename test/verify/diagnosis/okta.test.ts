import { describe, expect, test } from "vitest";
import { diagnoseClaim, diagnoseRefusal } from "../../../verify/diagnosis/okta.ts";
import { APP, CLAIM, org, POLICY, RULE } from "../../okta-api/okta-org.ts";
import { accountContext } from "../account-context.ts";

function refused(error: string, lists: Record<string, object[]>) {
  return diagnoseRefusal(accountContext({ okta: org(lists), evidence: { refusal: { error } } }));
}

describe("a token that Okta refuses", () => {
  test.each([
    ["invalid_client", { apps: [] }, "app of the account", "no app has the client id dashboard"],
    [
      "invalid_client",
      { apps: [{ ...APP, status: "INACTIVE" }] },
      "status of the app",
      "the app is INACTIVE",
    ],
    [
      "invalid_client",
      {
        apps: [
          {
            ...APP,
            credentials: {
              oauthClient: { client_id: "dashboard", token_endpoint_auth_method: "none" },
            },
          },
        ],
      },
      "token_endpoint_auth_method of the app",
      "it is none",
    ],
    [
      "access_denied",
      { policies: [{ ...POLICY, conditions: { clients: { include: ["other"] } } }] },
      "clients of the access policy",
      "no policy lists dashboard",
    ],
    [
      "access_denied",
      { policies: [{ ...POLICY, conditions: { clients: {} } }] },
      "clients of the access policy",
      "no policy lists dashboard",
    ],
    [
      "access_denied",
      {
        policies: [
          {
            ...POLICY,
            status: "INACTIVE",
            conditions: { clients: { include: ["ALL_CLIENTS"] } },
          },
        ],
      },
      "status of the access policy",
      "policy neo4j is INACTIVE",
    ],
    ["access_denied", { rules: [] }, "rules of the access policy", "the policy has no rule"],
    [
      "access_denied",
      { rules: [{ ...RULE, status: "INACTIVE" }] },
      "status of the rule",
      "rule neo4j is INACTIVE",
    ],
    [
      "access_denied",
      { rules: [{ ...RULE, conditions: { scopes: { include: ["*"] } } }] },
      "grant types of the rule",
      "rule neo4j has []",
    ],
    [
      "access_denied",
      { rules: [{ ...RULE, conditions: { ...RULE.conditions, scopes: null } }] },
      "scopes of the rule",
      "rule neo4j has []",
    ],
    [
      "invalid_scope",
      { scopes: [{ id: "scp2", name: "openid" }] },
      "scope of the authorization server",
      'it has ["openid"]',
    ],
  ])("%s: the setting is found in %j", async (error, lists, setting, seen) => {
    expect(await refused(error, lists)).toEqual({
      side: "okta",
      setting,
      seen,
      fix: "Run pulumi up to restore it.",
    });
  });

  test("names of several rules the one that comes closest", async () => {
    const far = { ...RULE, name: "far", status: "INACTIVE", conditions: {} };
    const near = { ...RULE, name: "near", status: "INACTIVE" };
    expect(await refused("access_denied", { rules: [far, near] })).toMatchObject({
      setting: "status of the rule",
      seen: "rule near is INACTIVE",
    });
  });

  test.each(["invalid_client", "access_denied", "invalid_scope", "invalid_request"])(
    "%s: nothing is named where all is as declared",
    async (error) => expect(await refused(error, {})).toBeUndefined(),
  );

  test.each(["access_denied", "invalid_scope"])(
    "%s: nothing is named where the server cannot be found",
    async (error) => expect(await refused(error, { authorizationServers: [] })).toBeUndefined(),
  );

  test("nothing is named where Okta's API is not to be asked", async () => {
    const evidence = { refusal: { error: "invalid_client" } };
    expect(await diagnoseRefusal(accountContext({ evidence }))).toBeUndefined();
  });
});

describe("a groups claim that is not as declared", () => {
  test.each([
    [{ authorizationServers: [] }, "groups claim of the authorization server", "no such claim"],
    [
      { claims: [{ ...CLAIM, claimType: "IDENTITY" }] },
      "groups claim of the authorization server",
      "the server has no such claim",
    ],
    [{ claims: [{ ...CLAIM, status: "INACTIVE" }] }, "status of the groups claim", "is INACTIVE"],
    [
      { claims: [{ ...CLAIM, conditions: { scopes: ["openid"] } }] },
      "scopes of the groups claim",
      'the claim is bound to ["openid"]',
    ],
    [
      { claims: [{ ...CLAIM, valueType: "GROUPS" }] },
      "expression of the groups claim",
      'it is "app.profile.neo4j_groups"',
    ],
    [
      { claims: [{ ...CLAIM, conditions: null, value: "myapp.profile.x" }] },
      "expression of the groups claim",
      'it is "myapp.profile.x"',
    ],
    [
      { apps: [{ ...APP, profile: { neo4j_groups: null } }] },
      "neo4j_groups in the app's profile",
      "the profile has no such value",
    ],
    [
      { apps: [{ ...APP, profile: undefined }] },
      "neo4j_groups in the app's profile",
      "the profile has no such value",
    ],
    [
      { apps: [{ ...APP, profile: { neo4j_groups: ["neo4j_admin"] } }] },
      "neo4j_groups in the app's profile",
      'it is ["neo4j_admin"]',
    ],
    [{}, "expression of the groups claim", "the profile is as declared, the claim is not"],
  ])("is found in %j", async (lists, setting, seen) => {
    const context = accountContext({ okta: org(lists), evidence: { claims: {} } });
    expect(await diagnoseClaim(context)).toMatchObject({
      side: "okta",
      setting,
      seen: expect.stringContaining(seen),
    });
  });

  test("is not looked for where Okta's API is not to be asked, or has no such app", async () => {
    expect(await diagnoseClaim(accountContext())).toBeUndefined();
    expect(await diagnoseClaim(accountContext({ okta: org({ apps: [] }) }))).toBeUndefined();
  });
});
