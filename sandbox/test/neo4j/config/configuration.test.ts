import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../../../neo4j/config/index.ts";

const OKTA = "dbms.security.oidc.okta-backend";
const parse = (settings: Record<string, string>) =>
  parseConfiguration(new Map(Object.entries(settings)));

const PROVIDER = {
  "dbms.security.authentication_providers": " oidc-okta-backend , native ",
  "dbms.security.authorization_providers": "oidc-okta-backend,native",
  [`${OKTA}.well_known_discovery_uri`]: "https://org.okta.com/.well-known/openid-configuration",
  [`${OKTA}.audience`]: "api://default, 0oa42",
  [`${OKTA}.claims.groups`]: "groups\n",
  [`${OKTA}.authorization.group_to_role_mapping`]: '"neo4j_admin"=admin;"neo4j_reader"=reader',
};

describe("parseConfiguration", () => {
  test("without settings runs on Neo4j's defaults", () => {
    const { settings, ...configuration } = parse({});
    expect(settings.values.size).toBe(0);
    expect(configuration).toEqual({
      edition: "enterprise",
      version: "5.26.0",
      authEnabled: true,
      authenticationProviders: ["native"],
      authorizationProviders: ["native"],
      oidcProviders: new Map(),
      requireLocalUser: false,
      jwtClaimsAtDebugLevel: false,
      logSuccessfulAuthentication: true,
      authCacheTtl: 600_000,
      authCacheMaxCapacity: 10_000,
      authMaxFailedAttempts: 3,
      authLockTime: 5000,
      minimumPasswordLength: 8,
      abacProviders: [],
      accessControlAllowOrigin: "*",
      httpEnabled: true,
      warnings: [],
    });
  });

  test("reads a provider, trimming only what Neo4j trims", () => {
    const configuration = parse(PROVIDER);
    expect(configuration.authenticationProviders).toEqual(["oidc-okta-backend", "native"]);
    expect(configuration.oidcProviders.get("okta-backend")).toEqual({
      id: "okta-backend",
      displayName: undefined,
      authFlow: "PKCE",
      wellKnownDiscoveryUri: "https://org.okta.com/.well-known/openid-configuration",
      issuer: undefined,
      authEndpoint: undefined,
      tokenEndpoint: undefined,
      jwksUri: undefined,
      userInfoUri: undefined,
      audience: ["api://default", "0oa42"],
      usernameClaim: "sub",
      groupsClaim: "groups",
      groupToRole: new Map([
        ["neo4j_admin", ["admin"]],
        ["neo4j_reader", ["reader"]],
      ]),
      usernameFromUserInfo: false,
      groupsFromUserInfo: false,
      params: new Map(),
      authParams: new Map(),
      tokenParams: new Map(),
      config: new Map(),
    });
    expect(configuration.warnings).toEqual([]);
  });

  test("reads the settings that change how logins run", () => {
    const configuration = parse({
      "dbms.security.auth_cache_ttl": "1h30m",
      "dbms.security.auth_cache_max_capacity": "7",
      "dbms.security.auth_enabled": "false",
      "dbms.security.auth_lock_time": "500ms",
      "dbms.security.auth_max_failed_attempts": " 5 ",
      "dbms.security.auth_minimum_password_length": "12",
      "dbms.security.log_successful_authentication": "false",
      "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": "true",
      "dbms.security.require_local_user": "TRUE",
      "server.http.enabled": "false",
    });
    expect(configuration).toMatchObject({
      authCacheTtl: 5_400_000,
      authCacheMaxCapacity: 7,
      authEnabled: false,
      authLockTime: 500,
      authMaxFailedAttempts: 5,
      minimumPasswordLength: 12,
      logSuccessfulAuthentication: false,
      jwtClaimsAtDebugLevel: true,
      requireLocalUser: true,
      httpEnabled: false,
    });
    expect(parse({ "dbms.security.auth_cache_use_ttl": "false" }).authCacheTtl).toBeUndefined();
  });

  test("takes an empty text for a setting that is not there", () => {
    const { oidcProviders } = parse({ ...PROVIDER, [`${OKTA}.issuer`]: " " });
    expect(oidcProviders.get("okta-backend")?.issuer).toBeUndefined();
  });

  test("takes attribute-based access for a provider that authorizes", () => {
    const name = "dbms.security.abac.authorization_providers";
    const raw = new Map(Object.entries({ ...PROVIDER, [name]: "oidc-okta-backend" }));
    expect(parseConfiguration(raw, { version: "2026.03.0" }).warnings).toEqual([]);
  });

  test("takes attribute-based access for native users since 2026.06, if native authorizes", () => {
    const name = "dbms.security.abac.authorization_providers";
    const read = (version: string, providers: Record<string, string> = {}) =>
      parseConfiguration(new Map(Object.entries({ [name]: "native", ...providers })), { version });
    expect(read("2026.06.0").warnings).toEqual([]);
    const why = (must: string) => `Illegal configuration: ${name} entries must ${must}.`;
    expect(() => read("2026.05.3")).toThrow(why("be a valid OIDC authorization provider"));
    const others = { ...PROVIDER, "dbms.security.authorization_providers": "oidc-okta-backend" };
    expect(() => read("2026.06.0", others)).toThrow(why("be a valid OIDC authorization provider"));
  });

  test("knows a TLS policy in any case of its scope", () => {
    expect(parse({ "dbms.ssl.policy.Bolt.enabled": "true" }).warnings).toEqual([]);
  });

  test("only warns of unknown names where strict validation is off", () => {
    const configuration = parse({
      "server.config.strict_validation.enabled": "false",
      "dbms.security.oidc_okta": "x",
      "apoc.export.file.enabled": "true",
    });
    expect(configuration.warnings).toEqual([
      "Unrecognized setting. No declared setting with name: dbms.security.oidc_okta.",
      "Setting 'apoc.export.file.enabled' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf.",
    ]);
  });

  test("an unknown name never runs as a command or stops the boot where it is only warned of", () => {
    const configuration = parse({
      "server.config.strict_validation.enabled": "false",
      "my.setting": "$(touch /tmp/x)",
    });
    expect(configuration.warnings).toHaveLength(1);
  });

  test("drops an unknown key inside a provider even when strict, and says so", () => {
    const configuration = parse({ ...PROVIDER, [`${OKTA}.claims.audience`]: "x" });
    expect(configuration.warnings).toEqual([
      `Sandbox: '${OKTA}.claims.audience' is no setting of the group '${OKTA}'; Neo4j drops it silently, even under strict validation.`,
    ]);
  });

  test("warns of a provider that is in no list", () => {
    const { warnings } = parse({ [`${OKTA}.audience`]: "api://default" });
    expect(warnings).toEqual([
      "Sandbox: provider 'oidc-okta-backend' has settings but is in neither dbms.security.authentication_providers nor dbms.security.authorization_providers; they have no effect.",
    ]);
  });

  test("warns of groups that differ in case only", () => {
    const { warnings } = parse({
      ...PROVIDER,
      [`${OKTA}.authorization.group_to_role_mapping`]: "Admins=admin;admins=reader",
    });
    expect(warnings).toEqual([
      "Sandbox: provider 'oidc-okta-backend' maps 'admins' and a group that differs from it in case only; the sandbox tells them apart, Neo4j may not.",
    ]);
  });

  test("takes a provider by hand, without discovery", () => {
    const { oidcProviders } = parse({
      ...PROVIDER,
      [`${OKTA}.well_known_discovery_uri`]: "http://localhost:8080/discovery",
      [`${OKTA}.issuer`]: "https://sts.windows.net/54e85725/",
      [`${OKTA}.display_name`]: "Okta",
      [`${OKTA}.auth_endpoint`]: "https://a",
      [`${OKTA}.token_endpoint`]: "https://t",
      [`${OKTA}.user_info_uri`]: "https://u",
      [`${OKTA}.claims.username`]: "email",
      [`${OKTA}.get_username_from_user_info`]: "true",
      [`${OKTA}.get_groups_from_user_info`]: "true",
      [`${OKTA}.auth_params`]: "b=2",
      [`${OKTA}.jwks_uri`]: "http://[::1]:8080/keys",
      [`${OKTA}.auth_flow`]: "implicit",
      [`${OKTA}.params`]: "client_id=a;response_type=code;scope=openid profile email=x",
      [`${OKTA}.config`]: "token_type_principal=id_token;token_type_authentication=id_token",
      [`${OKTA}.token_params`]: "client_secret=s=1;",
    });
    expect(oidcProviders.get("okta-backend")).toMatchObject({
      issuer: "https://sts.windows.net/54e85725/",
      jwksUri: "http://[::1]:8080/keys",
      authFlow: "IMPLICIT",
      displayName: "Okta",
      authEndpoint: "https://a",
      tokenEndpoint: "https://t",
      userInfoUri: "https://u",
      usernameClaim: "email",
      usernameFromUserInfo: true,
      groupsFromUserInfo: true,
      authParams: new Map([["b", "2"]]),
      config: new Map([
        ["token_type_principal", "id_token"],
        ["token_type_authentication", "id_token"],
      ]),
      params: new Map([
        ["client_id", "a"],
        ["response_type", "code"],
        ["scope", "openid profile email=x"],
      ]),
      tokenParams: new Map([["client_secret", "s=1"]]),
    });
  });

  test("takes every setting that the Helm chart writes by default, even when strict", () => {
    const chart = {
      "server.default_listen_address": "0.0.0.0",
      "server.metrics.csv.rotation.compression": "zip",
      "server.windows_service_name": "neo4j",
      "server.panic.shutdown_on_panic": "true",
      "server.logs.config": "/config/server-logs.xml/server-logs.xml",
      "server.logs.user.config": "/config/user-logs.xml/user-logs.xml",
      "server.bolt.connection_keep_alive": "30s",
      "server.bolt.connection_keep_alive_for_requests": "ALL",
      "server.bolt.connection_keep_alive_streaming_scheduling_interval": "30s",
      "server.backup.listen_address": "0.0.0.0:6362",
      "internal.dbms.ssl.system.ignore_dot_files": "true",
      "server.directories.logs": "/logs",
      "server.directories.metrics": "/metrics",
      "server.directories.import": "/import",
      "dbms.ssl.policy.bolt.client_auth": "NONE",
      "dbms.ssl.policy.https.client_auth": "NONE",
      "server.jvm.additional": "-XX:+UseG1GC\n-XX:-OmitStackTraceInFastThrow",
      "server.config.strict_validation.enabled": "true",
    };
    expect(parse(chart).warnings).toEqual([]);
    const later = {
      ...chart,
      "dbms.security.tls_reload_enabled": "true",
      "internal.dbms.sharded_property_database.enabled": "false",
    };
    const raw = new Map(Object.entries(later));
    expect(parseConfiguration(raw, { version: "2026.06.0" }).warnings).toEqual([]);
  });
});
