import { describe, expect, test } from "vitest";
import { BootError, parseConfiguration } from "../../../../sandbox/neo4j/config/index.ts";

const OKTA = "dbms.security.oidc.okta";
const DISCOVERY = "https://org.okta.com/oauth2/default/.well-known/openid-configuration";
const MAPPING = `${OKTA}.authorization.group_to_role_mapping`;
const WRONG_FIELDS = `Error evaluating value for setting '${MAPPING}'. Failed to parse setting ${MAPPING}: wrong number of fields`;

/** A configuration that boots; each case spoils it in one place. */
const GOOD: Record<string, string> = {
  "dbms.security.authentication_providers": "oidc-okta,native",
  "dbms.security.authorization_providers": "oidc-okta,native",
  [`${OKTA}.well_known_discovery_uri`]: DISCOVERY,
  [`${OKTA}.audience`]: "api://default",
  [`${OKTA}.claims.groups`]: "groups",
  [MAPPING]: '"neo4j_admin"=admin',
};

function boot(changes: Record<string, string | undefined>): BootError | undefined {
  const entries = Object.entries({ ...GOOD, ...changes });
  const raw = new Map(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  try {
    parseConfiguration(raw as Map<string, string>, { version: "2026.04.0" });
    return undefined;
  } catch (error) {
    if (error instanceof BootError) return error;
    throw error;
  }
}

const evaluating = (setting: string, reason: string) =>
  `Error evaluating value for setting '${setting}'. ${reason}`;

const REFUSALS: [
  title: string,
  changes: Record<string, string | undefined>,
  code: string,
  message: string,
][] = [
  [
    "an unknown setting",
    { "dbms.security.oidc_okta": "x" },
    "UNRECOGNIZED_SETTING",
    "Unrecognized setting. No declared setting with name: dbms.security.oidc_okta. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a setting of Neo4j 4",
    { "dbms.memory.heap.max_size": "1g" },
    "UNRECOGNIZED_SETTING",
    "Unrecognized setting. No declared setting with name: dbms.memory.heap.max_size. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "an APOC setting",
    { "apoc.export.file.enabled": "true" },
    "UNRECOGNIZED_SETTING",
    "Setting 'apoc.export.file.enabled' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a provider without id",
    { "dbms.security.oidc..audience": "x" },
    "UNRECOGNIZED_SETTING",
    "Malformed group setting name: 'dbms.security.oidc..audience', does not match any setting in its group. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "an unknown TLS scope",
    { "dbms.ssl.policy.base_directory": "x" },
    "UNRECOGNIZED_SETTING",
    "Unrecognized setting. No declared setting with name: dbms.ssl.policy.base_directory. Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.",
  ],
  [
    "a boolean that is none",
    { "dbms.security.require_local_user": "yes" },
    "INVALID_VALUE",
    evaluating(
      "dbms.security.require_local_user",
      "'yes' is not a valid boolean value, must be 'true' or 'false'",
    ),
  ],
  [
    "strictness that is no boolean",
    { "server.config.strict_validation.enabled": "1" },
    "INVALID_VALUE",
    evaluating(
      "server.config.strict_validation.enabled",
      "'1' is not a valid boolean value, must be 'true' or 'false'",
    ),
  ],
  [
    "an integer that is none",
    { "dbms.security.auth_max_failed_attempts": "3.5" },
    "INVALID_VALUE",
    evaluating("dbms.security.auth_max_failed_attempts", "'3.5' is not a valid integer value"),
  ],
  [
    "an integer below its minimum",
    { "dbms.security.auth_minimum_password_length": "0" },
    "INVALID_VALUE",
    evaluating(
      "dbms.security.auth_minimum_password_length",
      "Failed to validate '0' for 'dbms.security.auth_minimum_password_length': minimum allowed value is 1",
    ),
  ],
  [
    "a duration without number",
    { "dbms.security.auth_lock_time": "s" },
    "INVALID_VALUE",
    evaluating("dbms.security.auth_lock_time", "Missing numeric value"),
  ],
  [
    "a duration with an unknown unit",
    { "dbms.security.auth_cache_ttl": "10w" },
    "INVALID_VALUE",
    evaluating(
      "dbms.security.auth_cache_ttl",
      "Unrecognized unit 'w'. Valid units are: `ns`, `μs`, `ms`, `s`, `m`, `h` and `d`; default unit is `s`",
    ),
  ],
  [
    "a word that is not in the list",
    { "server.bolt.tls_level": "ON" },
    "INVALID_VALUE",
    evaluating("server.bolt.tls_level", "'ON' not one of [REQUIRED, OPTIONAL, DISABLED]"),
  ],
  [
    "an unknown flow",
    { [`${OKTA}.auth_flow`]: "client_credentials" },
    "INVALID_VALUE",
    evaluating(`${OKTA}.auth_flow`, "'client_credentials' not one of [PKCE, IMPLICIT]"),
  ],
  [
    "an address that is none",
    { "server.bolt.listen_address": "http://x:1" },
    "INVALID_VALUE",
    evaluating(
      "server.bolt.listen_address",
      "Setting must be a socket address in the format of `hostname:port`, `hostname`, or `:port`, but was 'http://x:1'",
    ),
  ],
  [
    "a size that is none",
    { "server.memory.heap.max_size": "big" },
    "INVALID_VALUE",
    evaluating(
      "server.memory.heap.max_size",
      "'big' is not a valid byte size; valid multipliers are B, KiB, KB, K, MiB, MB, M, GiB, GB, G, TiB, TB, T",
    ),
  ],
  [
    "discovery over http",
    { [`${OKTA}.well_known_discovery_uri`]: "http://org.okta.com/x" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.well_known_discovery_uri`,
      "'http://org.okta.com/x' does not have required scheme 'https'",
    ),
  ],
  [
    "a host that only begins like localhost",
    { [`${OKTA}.jwks_uri`]: "http://localhost.evil.example/keys" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.jwks_uri`,
      "'http://localhost.evil.example/keys' does not have required scheme 'https'",
    ),
  ],
  [
    "localhost as user name of another host",
    { [`${OKTA}.jwks_uri`]: "http://localhost@evil.example/keys" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.jwks_uri`,
      "'http://localhost@evil.example/keys' does not have required scheme 'https'",
    ),
  ],
  [
    "a URI with a line break",
    { [`${OKTA}.token_endpoint`]: "https://org.okta.com/token\n" },
    "INVALID_VALUE",
    evaluating(`${OKTA}.token_endpoint`, "'https://org.okta.com/token\n' is not a valid URI"),
  ],
  [
    "a URI without scheme",
    { [`${OKTA}.auth_endpoint`]: "org.okta.com" },
    "INVALID_VALUE",
    evaluating(`${OKTA}.auth_endpoint`, "'org.okta.com' does not have required scheme 'https'"),
  ],
  [
    "an empty audience",
    { [`${OKTA}.audience`]: " , " },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.audience`,
      `Failed to validate ',' for '${OKTA}.audience': the list must have at least one entry`,
    ),
  ],
  [
    "params without the required keys",
    { [`${OKTA}.params`]: "client_id=a;scope=openid" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.params`,
      "'client_id=a;scope=openid' map does not contain all of the required keys: [scope, client_id, response_type].",
    ),
  ],
  [
    "params with a blank after the semicolon",
    { [`${OKTA}.params`]: "client_id=a; scope=b; response_type=code" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.params`,
      "'client_id=a; scope=b; response_type=code' map does not contain all of the required keys: [scope, client_id, response_type].",
    ),
  ],
  [
    "an empty map",
    { [`${OKTA}.params`]: "" },
    "INVALID_VALUE",
    evaluating(`${OKTA}.params`, "'' map element does not follow k1=v1 format."),
  ],
  [
    "a config key with a blank before it",
    { [`${OKTA}.config`]: "token_type_principal=id_token; token_type_authentication=id_token" },
    "INVALID_VALUE",
    evaluating(
      `${OKTA}.config`,
      "map element with key  token_type_authentication is not one of the accepted elements [implicit_flow_requires_nonce, token_type_authentication, token_type_principal, principal, code_challenge_method]",
    ),
  ],
  [
    "token_params that are no map, without showing them",
    { [`${OKTA}.token_params`]: "hunter2" },
    "INVALID_VALUE",
    evaluating(`${OKTA}.token_params`, "'<hidden>' map element does not follow k1=v1 format."),
  ],
  ["a mapping without roles", { [MAPPING]: '"neo4j_admin"' }, "INVALID_VALUE", WRONG_FIELDS],
  [
    "a mapping whose quotes hold a semicolon",
    { [MAPPING]: '"a;b"=reader' },
    "INVALID_VALUE",
    WRONG_FIELDS,
  ],
  [
    "a mapping that ends in a semicolon and a blank",
    { [MAPPING]: '"a"=reader; ' },
    "INVALID_VALUE",
    WRONG_FIELDS,
  ],
  [
    "a mapping with the line continuation of neo4j.conf",
    { [MAPPING]: '"a"=admin; \\\n  "b"=reader' },
    "INVALID_VALUE",
    WRONG_FIELDS,
  ],
  [
    "a mapping with a piece of nothing",
    { [MAPPING]: '"a"=reader;;"b"=reader' },
    "INVALID_VALUE",
    WRONG_FIELDS,
  ],
  [
    "a command",
    { [`${OKTA}.audience`]: " $(bash -c 'cat /var/secrets/audience')\n" },
    "COMMAND_NOT_EXECUTED",
    evaluating(
      `${OKTA}.audience`,
      "The value is a command, which Neo4j would execute in its container at start. The sandbox executes no commands: give the value itself, or run against a real Neo4j.",
    ),
  ],
  [
    "a provider without settings",
    { "dbms.security.authentication_providers": "oidc-azure,native" },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.authentication_providers names provider 'oidc-azure', but there is no setting 'dbms.security.oidc.azure.*'.",
  ],
  [
    "an authorizing provider without settings",
    { "dbms.security.authorization_providers": "oidc-Okta" },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.authorization_providers names provider 'oidc-Okta', but there is no setting 'dbms.security.oidc.Okta.*'.",
  ],
  [
    "a provider without prefix",
    { "dbms.security.authentication_providers": "okta" },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.authentication_providers names provider 'okta'; the sandbox has 'native' and 'oidc-<provider>' only.",
  ],
  [
    "a provider that is named twice",
    { "dbms.security.authentication_providers": "native,oidc-okta,native" },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.authentication_providers names provider 'native' twice.",
  ],
  [
    "no provider at all",
    { "dbms.security.authentication_providers": "" },
    "INVALID_VALUE",
    evaluating(
      "dbms.security.authentication_providers",
      "Failed to validate '' for 'dbms.security.authentication_providers': the list must have at least one entry",
    ),
  ],
  [
    "a provider without audience",
    { [`${OKTA}.audience`]: undefined },
    "ILLEGAL_CONFIGURATION",
    `Illegal configuration: Missing mandatory setting '${OKTA}.audience': provider 'oidc-okta' needs at least one audience that its tokens are for.`,
  ],
  [
    "the audience under the name that a manual once printed",
    { [`${OKTA}.audience`]: undefined, [`${OKTA}.claims.audience`]: "api://default" },
    "ILLEGAL_CONFIGURATION",
    `Illegal configuration: Missing mandatory setting '${OKTA}.audience': provider 'oidc-okta' needs at least one audience that its tokens are for.`,
  ],
  [
    "no discovery and only half of what it would tell",
    {
      [`${OKTA}.well_known_discovery_uri`]: undefined,
      [`${OKTA}.issuer`]: "https://org.okta.com/oauth2/default",
    },
    "ILLEGAL_CONFIGURATION",
    `Illegal configuration: Provider 'oidc-okta' has no '${OKTA}.well_known_discovery_uri', so it needs '${OKTA}.jwks_uri', '${OKTA}.auth_endpoint', '${OKTA}.token_endpoint' as well.`,
  ],
  [
    "attribute-based access for a provider without settings",
    { "dbms.security.abac.authorization_providers": "oidc-azure" },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.abac.authorization_providers entries must be a valid OIDC authorization provider.",
  ],
  [
    "attribute-based access for a provider that does not authorize",
    {
      "dbms.security.authorization_providers": "native",
      "dbms.security.abac.authorization_providers": "oidc-okta",
    },
    "ILLEGAL_CONFIGURATION",
    "Illegal configuration: dbms.security.abac.authorization_providers entries must exist in dbms.security.authorization_providers.",
  ],
];

describe("the boot is refused on", () => {
  test("nothing, if the configuration is good", () => {
    expect(boot({})).toBeUndefined();
  });

  test.each(REFUSALS)("%s", (_, changes, code, message) => {
    const refused = boot(changes);
    expect({ code: refused?.code, message: refused?.message }).toEqual({ code, message });
  });

  test("a bad value even where strict validation is off", () => {
    const refused = boot({
      "server.config.strict_validation.enabled": "false",
      "dbms.security.require_local_user": "yes",
    });
    expect(refused?.code).toBe("INVALID_VALUE");
    expect(refused?.setting).toBe("dbms.security.require_local_user");
  });
});
