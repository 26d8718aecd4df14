import { describe, expect, test } from "vitest";
import { extraConfigFaults } from "../../../../components/neo4j/config/extra-config.ts";
import { mapSettingFault } from "../../../../components/neo4j/config/map-setting.ts";

const CONTEXT = { providerId: "okta-backend", nativeLogin: true, otherProviders: ["oidc-people"] };
const PEOPLE = {
  "dbms.security.oidc.people.audience": "0oa1",
  "dbms.security.oidc.people.well_known_discovery_uri": "https://example.okta.com/a",
};

describe("extraConfigFaults", () => {
  test.each([
    { "dbms.security.oidc.people.audience": "x" },
    { "dbms.security.oidc.okta-backend.auth_flow": "pkce" },
    { "dbms.security.abac.authorization_providers": "oidc-okta-backend, oidc-people" },
    { "server.bolt.enabled": "true" },
    { "dbms.security.auth_enabled": " True " },
    { "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": "true" },
    { "dbms.security.auth_enabled": "true" },
    { "server.bolt.advertised_address": "graph.example.com:7687" },
    { "dbms.security.procedures.unrestricted": "apoc.*" },
  ])("takes %j", (config) => {
    expect(extraConfigFaults({ ...PEOPLE, ...config }, CONTEXT)).toEqual([]);
  });

  test.each([
    ["dbms.security.oidc.people.token_params", "client_secret=hunter2", "config-secret"],
    ["dbms.security.oidc.people.token_params", "a=b;Client_Secret=hunter2", "config-secret"],
    ["dbms.security.auth_enabled", "no", "config-value"],
    ["dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled", "on", "config-value"],
    ["dbms.security.oidc.people.get_groups_from_user_info", "1", "config-value"],
    ["dbms.security.oidc.people.auth_flow", "device", "config-value"],
    ["dbms.security.abac.authorization_providers", "oidc-other", "config-value"],
    ["dbms.security.abac.authorization_providers", "native", "config-value"],
    ["server.bolt.enabled", "FALSE", "config-contradiction"],
    ["dbms.security.oidc.people.jwks_uri", "http://keys.example.com", "config-value"],
    ["dbms.security.oidc.people.config", "token_type=x", "config-value"],
    ["dbms.security.oidc.people.authorization.group_to_role_mapping", '"a"=b; ', "config-value"],
    ["dbms.security.oidc.okta-backend.get_groups_from_user_info", "true", "config-derived"],
    ["server.default_listen_address", "127.0.0.1", "config-chart"],
  ])("%s=%s is refused as %s", (name, value, code) => {
    const faults = extraConfigFaults({ ...PEOPLE, [name]: value }, CONTEXT);
    expect(faults.map((fault) => [fault.code, fault.at])).toEqual([[code, [name]]]);
    expect(JSON.stringify(faults)).not.toContain("hunter2");
  });
});

describe("a provider in use", () => {
  const lacks = (settings: Record<string, string>) => {
    const own = Object.entries(settings).map(([name, value]) => [
      `dbms.security.oidc.people.${name}`,
      value,
    ]);
    return extraConfigFaults(Object.fromEntries(own), CONTEXT).map(({ code, at, message }) => ({
      code,
      at,
      message,
    }));
  };
  const at = ["dbms.security.oidc.people"];
  const keys = { issuer: "https://i", jwks_uri: "https://j", auth_endpoint: "https://a" };

  test.each([
    [{}, "lacks audience, well_known_discovery_uri"],
    [{ audience: "x" }, "lacks well_known_discovery_uri"],
    [{ audience: "x", ...keys, issuer: "" }, "lacks well_known_discovery_uri"],
  ])("with %j %s", (settings, message) => {
    const code = "config-incomplete-provider";
    expect(lacks(settings)).toEqual([
      { code, at, message: `${message}, and Neo4j would not start` },
    ]);
  });

  test("needs no discovery document when its endpoints are given", () => {
    expect(lacks({ audience: "x", ...keys })).toEqual([]);
  });
});

describe("mapSettingFault", () => {
  test.each([
    ["params", "client_id=a;response_type=code;scope=openid profile", undefined],
    ["params", "client_id=a;response_type=code;scope=openid;", undefined],
    [
      "params",
      "client_id=a; response_type=code;scope=b",
      'has the element " response_type=code", which is not key=value',
    ],
    ["params", "client_id=a;scope=b", "lacks the key response_type"],
    ["config", "principal=email;token_type_principal=id_token", undefined],
    ["config", "token_type=x", "has the key token_type, which Neo4j does not know"],
    ["auth_params", "a=b=c", undefined],
    ["auth_params", "a", 'has the element "a", which is not key=value'],
  ])("%s %j: %s", (suffix, text, fault) => {
    expect(mapSettingFault(suffix, text)).toBe(fault);
  });
});
