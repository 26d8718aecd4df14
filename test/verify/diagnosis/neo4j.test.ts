import neo4j from "neo4j-driver";
import { describe, expect, test } from "vitest";
import { Administrator } from "../../../neo4j-client/administrator.ts";
import { diagnoseLogin, diagnoseRoles } from "../../../verify/diagnosis/neo4j.ts";
import { ACCOUNT, accountContext, fakeNeo4j } from "../account-context.ts";

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
    [
      { [`${PROVIDER}.audience`]: undefined },
      "the setting is absent",
      "It has to list api://default.",
    ],
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
    [
      "in other words",
      {
        "dbms.security.auth_enabled": undefined,
        "dbms.security.require_local_user": undefined,
        "dbms.security.authentication_providers": "[native, oidc-okta-backend]",
        [`${PROVIDER}.jwks_uri`]: "",
      },
    ],
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
    expect(await diagnoseLogin(running(changes).context)).toEqual({
      side: "network",
      setting: "way from Neo4j to Okta",
      fix: "Neo4j's settings are as declared, so it cannot read the discovery document or the JWKS (egress, proxy, private CA), or its clock is off: logs/security.log says which.",
      seen: "Neo4j's settings are as declared",
    });
  });

  test("is read back once, by the administrator", async () => {
    const { context, statements } = running({});
    await Promise.all([diagnoseLogin(context), diagnoseLogin(context)]);
    expect(statements).toEqual(["SHOW SETTINGS YIELD name, value, defaultValue in system"]);
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
