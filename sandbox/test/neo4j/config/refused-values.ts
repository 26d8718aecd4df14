import { type BootRefusal, evaluating, MAPPING, OKTA } from "./boot-refusal.ts";

const WRONG_FIELDS = `Error evaluating value for setting '${MAPPING}'. Failed to parse setting ${MAPPING}: wrong number of fields`;

/** A value that its setting does not take. */
export const REFUSED_VALUES: BootRefusal[] = [
  [
    "a boolean that is none",
    { "dbms.security.require_local_user": "yes" },
    "invalid-value",
    evaluating(
      "dbms.security.require_local_user",
      "'yes' is not a valid boolean value, must be 'true' or 'false'",
    ),
  ],
  [
    "strictness that is no boolean",
    { "server.config.strict_validation.enabled": "1" },
    "invalid-value",
    evaluating(
      "server.config.strict_validation.enabled",
      "'1' is not a valid boolean value, must be 'true' or 'false'",
    ),
  ],
  [
    "an integer that is none",
    { "dbms.security.auth_max_failed_attempts": "3.5" },
    "invalid-value",
    evaluating("dbms.security.auth_max_failed_attempts", "'3.5' is not a valid integer value"),
  ],
  [
    "an integer below its minimum",
    { "dbms.security.auth_minimum_password_length": "0" },
    "invalid-value",
    evaluating(
      "dbms.security.auth_minimum_password_length",
      "Failed to validate '0' for 'dbms.security.auth_minimum_password_length': minimum allowed value is 1",
    ),
  ],
  [
    "a duration without number",
    { "dbms.security.auth_lock_time": "s" },
    "invalid-value",
    evaluating("dbms.security.auth_lock_time", "Missing numeric value"),
  ],
  [
    "a duration with an unknown unit",
    { "dbms.security.auth_cache_ttl": "10w" },
    "invalid-value",
    evaluating(
      "dbms.security.auth_cache_ttl",
      "Unrecognized unit `w`. Valid units are: `ns`, `μs`, `ms`, `s`, `m`, `h` and `d`; default unit is `s`",
    ),
  ],
  [
    "a word that is not in the list",
    { "server.bolt.tls_level": "ON" },
    "invalid-value",
    evaluating("server.bolt.tls_level", "'ON' not one of [REQUIRED, OPTIONAL, DISABLED]"),
  ],
  [
    "an unknown flow",
    { [`${OKTA}.auth_flow`]: "client_credentials" },
    "invalid-value",
    evaluating(`${OKTA}.auth_flow`, "'client_credentials' not one of [PKCE, IMPLICIT]"),
  ],
  [
    "an address that is none",
    { "server.bolt.listen_address": "http://x:1" },
    "invalid-value",
    evaluating(
      "server.bolt.listen_address",
      'Configured socket address seems to be a URI. The socket address must be in the format of "hostname:port", "[hostname]:port", "hostname", "[hostname]" or ":port". "http://x:1" does not conform to these formats.',
    ),
  ],
  [
    "a size that is none",
    { "server.memory.heap.max_size": "big" },
    "invalid-value",
    evaluating(
      "server.memory.heap.max_size",
      "'big' is not a valid size, must be e.g. 10, 5K, 1M, 11G (valid multipliers are `B`, `KiB`, `KB`, `K`, `kB`, `kb`, `k`, `MiB`, `MB`, `M`, `mB`, `mb`, `m`, `GiB`, `GB`, `G`, `gB`, `gb`, `g`, `TiB`, `TB`, `PiB`, `PB`, `EiB`, `EB`)",
    ),
  ],
  [
    "discovery over http",
    { [`${OKTA}.well_known_discovery_uri`]: "http://org.okta.com/x" },
    "invalid-value",
    evaluating(
      `${OKTA}.well_known_discovery_uri`,
      "'http://org.okta.com/x' does not have required scheme 'https'",
    ),
  ],
  [
    "a host that only begins like localhost",
    { [`${OKTA}.jwks_uri`]: "http://localhost.evil.example/keys" },
    "invalid-value",
    evaluating(
      `${OKTA}.jwks_uri`,
      "'http://localhost.evil.example/keys' does not have required scheme 'https'",
    ),
  ],
  [
    "localhost as user name of another host",
    { [`${OKTA}.jwks_uri`]: "http://localhost@evil.example/keys" },
    "invalid-value",
    evaluating(
      `${OKTA}.jwks_uri`,
      "'http://localhost@evil.example/keys' does not have required scheme 'https'",
    ),
  ],
  [
    "a URI with a line break",
    { [`${OKTA}.token_endpoint`]: "https://org.okta.com/token\n" },
    "invalid-value",
    evaluating(`${OKTA}.token_endpoint`, "'https://org.okta.com/token\n' is not a valid URI"),
  ],
  [
    "a URI without scheme",
    { [`${OKTA}.auth_endpoint`]: "org.okta.com" },
    "invalid-value",
    evaluating(`${OKTA}.auth_endpoint`, "'org.okta.com' does not have required scheme 'https'"),
  ],
  [
    "an empty audience",
    { [`${OKTA}.audience`]: " , " },
    "invalid-value",
    evaluating(
      `${OKTA}.audience`,
      `Failed to validate ',' for '${OKTA}.audience': Can not be empty.`,
    ),
  ],
  [
    "params without the required keys",
    { [`${OKTA}.params`]: "client_id=a;scope=openid" },
    "invalid-value",
    evaluating(
      `${OKTA}.params`,
      "'client_id=a;scope=openid' map does not contain all of the required keys: [scope, client_id, response_type].",
    ),
  ],
  [
    "params with a blank after the semicolon",
    { [`${OKTA}.params`]: "client_id=a; scope=b; response_type=code" },
    "invalid-value",
    evaluating(
      `${OKTA}.params`,
      "'client_id=a; scope=b; response_type=code' map does not contain all of the required keys: [scope, client_id, response_type].",
    ),
  ],
  [
    "an empty map",
    { [`${OKTA}.params`]: "" },
    "invalid-value",
    evaluating(`${OKTA}.params`, "'' map element does not follow k1=v1 format."),
  ],
  [
    "a config key with a blank before it",
    { [`${OKTA}.config`]: "token_type_principal=id_token; token_type_authentication=id_token" },
    "invalid-value",
    evaluating(
      `${OKTA}.config`,
      "map element with key  token_type_authentication is not one of the accepted elements [implicit_flow_requires_nonce, token_type_authentication, token_type_principal, principal, code_challenge_method]",
    ),
  ],
  [
    "token_params that are no map, without showing them",
    { [`${OKTA}.token_params`]: "hunter2" },
    "invalid-value",
    evaluating(`${OKTA}.token_params`, "'<hidden>' map element does not follow k1=v1 format."),
  ],
  ["a mapping without roles", { [MAPPING]: '"neo4j_admin"' }, "invalid-value", WRONG_FIELDS],
  [
    "a mapping whose quotes hold a semicolon",
    { [MAPPING]: '"a;b"=reader' },
    "invalid-value",
    WRONG_FIELDS,
  ],
  [
    "a mapping that ends in a semicolon and a blank",
    { [MAPPING]: '"a"=reader; ' },
    "invalid-value",
    WRONG_FIELDS,
  ],
  [
    "a mapping with the line continuation of neo4j.conf",
    { [MAPPING]: '"a"=admin; \\\n  "b"=reader' },
    "invalid-value",
    WRONG_FIELDS,
  ],
  [
    "a mapping with a piece of nothing",
    { [MAPPING]: '"a"=reader;;"b"=reader' },
    "invalid-value",
    WRONG_FIELDS,
  ],
  [
    "a value above its maximum",
    { "db.transaction.sampling.percentage": "101" },
    "invalid-value",
    evaluating(
      "db.transaction.sampling.percentage",
      "Failed to validate '101' for 'db.transaction.sampling.percentage': maximum allowed value is 100",
    ),
  ],
  [
    "a duration below its minimum",
    { "dbms.routing_ttl": "1ms" },
    "invalid-value",
    evaluating(
      "dbms.routing_ttl",
      "Failed to validate '1ms' for 'dbms.routing_ttl': minimum allowed value is 1s",
    ),
  ],
  [
    "a size below its minimum, which is not the one exception either",
    { "db.memory.transaction.max": "5" },
    "invalid-value",
    evaluating(
      "db.memory.transaction.max",
      "Failed to validate '5' for 'db.memory.transaction.max': does not fulfill any of is minimum `1.00MiB` or is `0B`",
    ),
  ],
  [
    "an address of every interface as one to be reached at",
    { "server.bolt.advertised_address": "0.0.0.0:7687" },
    "invalid-value",
    evaluating(
      "server.bolt.advertised_address",
      "Failed to validate '0.0.0.0:7687' for 'server.bolt.advertised_address': advertised address cannot be '0.0.0.0'",
    ),
  ],
  [
    "the same in IPv6",
    { "server.default_advertised_address": "[::]" },
    "invalid-value",
    evaluating(
      "server.default_advertised_address",
      "Failed to validate '[::]' for 'server.default_advertised_address': advertised address cannot be '::'",
    ),
  ],
  [
    "a list with an element that is none of its words",
    { "server.http_enabled_transports": "HTTP2,HTTP3" },
    "invalid-value",
    evaluating("server.http_enabled_transports", "'HTTP3' not one of [HTTP1_1, HTTP2]"),
  ],
];
