import { describe, expect, test } from "vitest";
import { accessOf, config, ISSUER, OIDC, stack } from "./one-account.ts";

describe("who lets a token in", () => {
  test.each([
    [
      "the address of the keys alone",
      { well_known_discovery_uri: undefined, jwks_uri: `${ISSUER}/v1/keys` },
      true,
    ],
    [
      "the keys of another server",
      { jwks_uri: "https://example.okta.com/oauth2/aus2/v1/keys" },
      false,
    ],
    ["the keys of another org", { jwks_uri: "https://other.okta.com/oauth2/aus1/v1/keys" }, false],
    [
      "a copy of the keys, which may be right",
      { jwks_uri: "https://keys.example.com/okta.json" },
      true,
    ],
    [
      "a discovery document of another server",
      {
        well_known_discovery_uri:
          "https://example.okta.com/oauth2/aus2/.well-known/openid-configuration",
      },
      false,
    ],
    [
      "the other form of discovery",
      { well_known_discovery_uri: `${ISSUER}/.well-known/oauth-authorization-server` },
      true,
    ],
    ["an issuer with a slash too many", { issuer: `${ISSUER}/` }, false],
    [
      "no issuer and no discovery",
      { issuer: undefined, well_known_discovery_uri: undefined },
      false,
    ],
    ["another audience", { audience: "api://other" }, false],
    ["one of several audiences", { audience: "api://other, api://neo4j" }, true],
    ["a user claim of Okta's own", { "claims.username": "cid" }, true],
    ["a user claim that is a list", { "claims.username": "scp" }, false],
    ["a user claim that is no text", { "claims.username": "exp" }, false],
    ["a user claim that nobody declares", { "claims.username": "email" }, false],
    ["user info, which service accounts have not", { get_groups_from_user_info: "true" }, false],
    ["a name from user info", { get_username_from_user_info: " TRUE" }, false],
  ])("%s", (_what, settings, letsIn) => {
    const changes = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`${OIDC}.${name}`, value]),
    );
    expect(accessOf(stack({ release: config(changes) })).logins.length > 0).toBe(letsIn);
  });

  test("nobody, where authentication does not list the provider", () => {
    const release = config({ "dbms.security.authentication_providers": undefined });
    expect(accessOf(stack({ release })).logins).toEqual([]);
  });

  test("where authorization does not list it, it lets in without a role", () => {
    const release = config({ "dbms.security.authorization_providers": "native" });
    const { logins, grants } = accessOf(stack({ release }));
    expect([logins.length, grants]).toEqual([1, []]);
  });
});

describe("what the database decides is said to be open", () => {
  test("users of its own: nothing is claimed", () => {
    const release = config({ "dbms.security.require_local_user": "true" });
    const { grants, open } = accessOf(stack({ release }));
    expect(grants).toEqual([]);
    expect(open).toMatchObject([{ reason: "local-users" }]);
  });

  test("rules of its own grant beside the mapping", () => {
    const release = config({ "dbms.security.abac.authorization_providers": "oidc-okta" });
    const { grants, open } = accessOf(stack({ release }));
    expect(grants).toMatchObject([{ role: "publisher" }]);
    expect(open).toMatchObject([{ reason: "auth-rules" }]);
  });
});
