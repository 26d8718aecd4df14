import neo4j from "neo4j-driver";
import { describe, expect, test } from "vitest";
import { Administrator } from "../../verify/administrator.ts";
import { diagnoseLogin, diagnoseRoles } from "../../verify/diagnosis/neo4j.ts";
import { diagnoseClaim, diagnoseRefusal } from "../../verify/diagnosis/okta.ts";
import { ACCOUNT, accountContext, fakeNeo4j } from "./account-context.ts";
import { APP, CLAIM, org, POLICY, RULE } from "./okta-org.ts";

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
      { scopes: [{ name: "openid" }] },
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

const PROVIDER = "dbms.security.oidc.okta-backend";
const RUNNING: Record<string, string | null> = {
  "dbms.security.auth_enabled": "true",
  "dbms.security.require_local_user": "false",
  "dbms.security.authentication_providers": "[oidc-okta-backend, native]",
  "dbms.security.authorization_providers": "oidc-okta-backend,native",
  [`${PROVIDER}.well_known_discovery_uri`]:
    "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
  [`${PROVIDER}.issuer`]: "https://example.okta.com/oauth2/default",
  [`${PROVIDER}.audience`]: "api://default",
  [`${PROVIDER}.claims.username`]: "sub",
  [`${PROVIDER}.claims.groups`]: "groups",
  [`${PROVIDER}.authorization.group_to_role_mapping`]: '"neo4j_reader"=reader',
  [`${PROVIDER}.jwks_uri`]: null,
};

/** A database that runs with these settings changed, or left out (undefined). */
function running(changes: Record<string, string | undefined>, roles: string[] = ["reader"]) {
  const settings = Object.entries({ ...RUNNING, ...changes });
  const statements: string[] = [];
  const database = fakeNeo4j({
    run: async (_auth, statement, name) => {
      statements.push(`${statement} in ${name}`);
      return statement.startsWith("SHOW ROLES")
        ? roles.map((role) => ({ role }))
        : settings
            .filter(([, value]) => value !== undefined)
            .map(([setting, value]) => ({ name: setting, value }));
    },
  });
  const breakGlass = new Administrator(database, neo4j.auth.basic("neo4j", "password"));
  return { context: accountContext({ breakGlass }), statements };
}

const STATIC =
  "Run pulumi up to restore it. Settings are static: the Pod must restart to read them.";

describe("a login that Neo4j refuses", () => {
  test.each([
    [{ "dbms.security.auth_enabled": "FALSE" }, 'it is "FALSE"', 'It has to be "true".'],
    [
      { "dbms.security.authentication_providers": "native" },
      'it is "native"',
      "It has to list oidc-okta-backend.",
    ],
    [
      { [`${PROVIDER}.well_known_discovery_uri`]: "https://x.example.com" },
      'it is "https://x.example.com"',
      'It has to be "https://example.okta.com/oauth2/default/.well-known/openid-configuration".',
    ],
    [
      { [`${PROVIDER}.jwks_uri`]: "https://x.example.com/keys" },
      'it is "https://x.example.com/keys"',
      'It has to be "".',
    ],
    [{ [`${PROVIDER}.jwks_uri`]: "no address" }, 'it is "no address"', 'It has to be "".'],
    [
      { [`${PROVIDER}.issuer`]: undefined },
      "the setting is absent",
      'It has to be "https://example.okta.com/oauth2/default".',
    ],
    [{ [`${PROVIDER}.audience`]: "" }, "the setting is absent", "It has to list api://default."],
    [{ [`${PROVIDER}.claims.username`]: "jti" }, 'it is "jti"', 'It has to be "sub".'],
    [{ "dbms.security.require_local_user": "true" }, 'it is "true"', 'It has to be "false".'],
  ])("because of %j", async (changes, seen, fix) => {
    expect(await diagnoseLogin(running(changes).context)).toEqual({
      side: "neo4j",
      setting: Object.keys(changes)[0],
      seen,
      fix: `${fix} ${STATIC}`,
    });
  });

  test.each([
    ["as declared", {}],
    ["with a JWKS of the issuer", { [`${PROVIDER}.jwks_uri`]: "https://example.okta.com/keys" }],
    ["with one more audience", { [`${PROVIDER}.audience`]: "api://orders, api://default" }],
    [
      "of a release that does not show a provider's settings",
      Object.fromEntries(
        Object.keys(RUNNING)
          .filter((name) => name.startsWith(PROVIDER))
          .map((name) => [name, undefined]),
      ),
    ],
  ])("for another reason, on settings %s", async (_name, changes) => {
    expect(await diagnoseLogin(running(changes).context)).toMatchObject({
      side: "network",
      setting: "way from Neo4j to Okta",
      fix: expect.stringContaining("logs/security.log"),
      seen: "Neo4j's settings are as declared",
    });
  });

  test("is read back once, by the administrator", async () => {
    const { context, statements } = running({});
    await Promise.all([diagnoseLogin(context), diagnoseLogin(context)]);
    expect(statements).toEqual(["SHOW SETTINGS YIELD name, value in system"]);
    expect(await diagnoseLogin(accountContext())).toBeUndefined();
  });
});

describe("a login with other roles", () => {
  test.each([
    [{ "dbms.security.authorization_providers": "native" }, 'it is "native"'],
    [{ [`${PROVIDER}.claims.groups`]: "roles" }, 'it is "roles"'],
    [{ [`${PROVIDER}.get_groups_from_user_info`]: "true" }, 'it is "true"'],
    [
      { [`${PROVIDER}.authorization.group_to_role_mapping`]: '"x"=reader' },
      'it is "\\"x\\"=reader"',
    ],
    [{ "dbms.security.auth_enabled": "false" }, 'it is "false"'],
    [{ "dbms.security.require_local_user": "true" }, 'it is "true"'],
    [{ [`${PROVIDER}.claims.username`]: "jti" }, 'it is "jti"'],
  ])("because of %j", async (changes, seen) => {
    expect(await diagnoseRoles(running(changes).context)).toMatchObject({
      side: "neo4j",
      setting: Object.keys(changes)[0],
      seen,
    });
  });

  test("because a role was never created", async () => {
    const { context, statements } = running({}, ["reader"]);
    const account = { ...ACCOUNT, roles: ["reader", "analyst"] };
    expect(await diagnoseRoles({ ...context, account })).toEqual({
      side: "neo4j",
      setting: "role analyst of the database",
      fix: "The mapping names a role that does not exist: CREATE ROLE analyst, with its privileges.",
      seen: "there is no role analyst",
    });
    expect(statements[1]).toBe("SHOW ROLES YIELD role in system");
    expect(await diagnoseRoles(context)).toBeUndefined();
    expect(await diagnoseRoles(accountContext())).toBeUndefined();
  });
});
