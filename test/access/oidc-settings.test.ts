import { describe, expect, test } from "vitest";
import { issuerEndpoints, type OidcTrust, oidcSettings } from "../../access/oidc-settings.ts";

const TRUST: OidcTrust = {
  providerId: "okta-backend",
  issuer: "https://example.okta.com/oauth2/default",
  discoveryUri: "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
  audience: "api://default",
  groupsClaim: "groups",
  groups: { neo4j_admin: ["admin"] },
  nativeLogin: true,
};

describe("oidcSettings", () => {
  test("are these settings and no others", () => {
    expect(oidcSettings(TRUST)).toEqual({
      "dbms.security.authentication_providers": "oidc-okta-backend,native",
      "dbms.security.authorization_providers": "oidc-okta-backend,native",
      "dbms.security.oidc.okta-backend.audience": "api://default",
      "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping": '"neo4j_admin"=admin',
      "dbms.security.oidc.okta-backend.claims.groups": "groups",
      "dbms.security.oidc.okta-backend.claims.username": "sub",
      "dbms.security.oidc.okta-backend.display_name": "Okta service accounts",
      "dbms.security.oidc.okta-backend.issuer": "https://example.okta.com/oauth2/default",
      "dbms.security.oidc.okta-backend.well_known_discovery_uri":
        "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
      "server.config.strict_validation.enabled": "true",
    });
  });

  test.each([
    [true, [], "oidc-okta-backend,native"],
    [false, [], "oidc-okta-backend"],
    [true, ["oidc-people", "ldap"], "oidc-okta-backend,oidc-people,ldap,native"],
  ])("native %s and others %j: %s", (nativeLogin, otherProviders, list) => {
    const settings = oidcSettings({ ...TRUST, nativeLogin, otherProviders });
    expect(settings["dbms.security.authentication_providers"]).toBe(list);
    expect(settings["dbms.security.authorization_providers"]).toBe(list);
  });
});

describe("issuerEndpoints", () => {
  test.each(["https://a.example/oauth2/x", "https://a.example/oauth2/x/"])("of %s", (issuer) => {
    expect(issuerEndpoints(issuer)).toEqual({
      discoveryUri: "https://a.example/oauth2/x/.well-known/openid-configuration",
      tokenEndpoint: "https://a.example/oauth2/x/v1/token",
    });
  });
});
