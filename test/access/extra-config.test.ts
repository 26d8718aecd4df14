import { describe, expect, test } from "vitest";
import { extraConfigFaults } from "../../access/extra-config.ts";
import { mapSettingFault } from "../../access/map-setting.ts";

const CONTEXT = { providerId: "okta-backend", nativeLogin: true, otherProviders: ["oidc-people"] };

describe("extraConfigFaults", () => {
  test.each([
    { "dbms.security.oidc.people.audience": "x" },
    { "dbms.security.oidc.okta-backend.auth_flow": "PKCE" },
    { "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": "true" },
    { "dbms.security.auth_enabled": "true" },
    { "server.bolt.advertised_address": "graph.example.com:7687" },
    { "dbms.security.procedures.unrestricted": "apoc.*" },
  ])("takes %j", (config) => {
    expect(extraConfigFaults(config, CONTEXT)).toEqual([]);
  });

  test.each([
    ["dbms.security.oidc.people.token_params", "client_secret=hunter2", "config-secret"],
    ["dbms.security.oidc.people.jwks_uri", "http://keys.example.com", "config-value"],
    ["dbms.security.oidc.people.config", "token_type=x", "config-value"],
    ["dbms.security.oidc.people.authorization.group_to_role_mapping", '"a"=b; ', "config-value"],
    ["dbms.security.oidc.okta-backend.get_groups_from_user_info", "true", "config-derived"],
    ["server.default_listen_address", "127.0.0.1", "config-chart"],
  ])("%s=%s is refused as %s", (name, value, code) => {
    const faults = extraConfigFaults({ [name]: value }, CONTEXT);
    expect(faults.map((fault) => [fault.code, fault.at])).toEqual([[code, [name]]]);
    expect(JSON.stringify(faults)).not.toContain("hunter2");
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
