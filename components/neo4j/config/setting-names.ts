/**
 * What may follow `dbms.security.oidc.<provider>.` in Neo4j 5 and later. Neo4j drops any other
 * name without a word, even under strict validation, so a name has to be checked before it is
 * deployed. (Operations manual, "Configure SSO at the server level".)
 */
const OIDC_SETTING_NAMES = [
  "audience",
  "auth_endpoint",
  "auth_flow",
  "auth_params",
  "authorization.group_to_role_mapping",
  "claims.groups",
  "claims.username",
  "client_id",
  "config",
  "display_name",
  "get_groups_from_user_info",
  "get_username_from_user_info",
  "issuer",
  "jwks_uri",
  "params",
  "token_endpoint",
  "token_params",
  "user_info_uri",
  "well_known_discovery_uri",
] as const;

/** Names under `dbms.security.` outside the `oidc` and `ldap` groups. */
const SECURITY_SETTING_NAMES = new Set([
  "abac.authorization_providers",
  "allow_csv_import_from_file_urls",
  "allow_oidc_credential_forwarding_enabled",
  "auth_cache_max_capacity",
  "auth_cache_ttl",
  "auth_cache_use_ttl",
  "auth_enabled",
  "auth_lock_time",
  "auth_max_failed_attempts",
  "auth_minimum_password_length",
  "authentication_providers",
  "authorization_providers",
  "cluster_status_auth_enabled",
  "http_access_control_allow_origin",
  "http_auth_allowlist",
  "http_static_content_security_policy",
  "http_strict_transport_security",
  "key.name",
  "keystore.password",
  "keystore.path",
  "log_successful_authentication",
  "logs.ldap.groups_at_debug_level_enabled",
  "logs.oidc.jwt_claims_at_debug_level_enabled",
  "procedures.allowlist",
  "procedures.unrestricted",
  "require_local_user",
  "tls_reload_enabled",
]);

const ROOTS = ["browser", "client", "db", "dbms", "initial", "server"];

/** The parts of `dbms.security.oidc.<provider>.<suffix>`; undefined for any other name. */
export function oidcSettingName(name: string): { provider: string; suffix: string } | undefined {
  const match = /^dbms\.security\.oidc\.([^.]+)\.(.+)$/.exec(name);
  return match?.[1] && match[2] ? { provider: match[1], suffix: match[2] } : undefined;
}

/** True for a name that some Neo4j 5 setting can have; exact for everything about security. */
export function isKnownSettingName(name: string): boolean {
  const oidc = oidcSettingName(name);
  if (oidc) return OIDC_SETTING_NAMES.some((known) => known === oidc.suffix);
  if (name.startsWith("dbms.security.oidc.")) return false;
  if (name.startsWith("dbms.security.ldap.")) return /^[a-z_.]+$/.test(name);
  if (name.startsWith("dbms.security.")) {
    return SECURITY_SETTING_NAMES.has(name.slice("dbms.security.".length));
  }
  return /^[a-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/.test(name) && ROOTS.includes(root(name));
}

function root(name: string): string {
  return name.slice(0, name.indexOf("."));
}
