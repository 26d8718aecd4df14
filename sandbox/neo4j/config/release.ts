import type { Edition } from "./edition.ts";

/** The build of Neo4j that is stood in for: it decides which settings there are. */
export interface Release {
  edition: Edition;
  /** `5.26.21`, or `2025.06.2` since the releases are counted by calendar. */
  version: string;
}

/** What a configuration is read for unless told otherwise. */
export const DEFAULT_RELEASE: Release = { edition: "enterprise", version: "5.26.0" };

/**
 * The release that introduced a setting, for those that came after 5.0. An earlier release does not
 * know the name. Source: the labels in the configuration reference of Neo4j's Operations Manual.
 */
const INTRODUCED: ReadonlyMap<string, string> = new Map([
  ["db.logs.query.annotation_data_as_json_enabled", "5.8"],
  ["db.logs.query.annotation_data_format", "5.12"],
  ["dbms.cluster.network.connect_timeout", "5.17"],
  ["dbms.security.abac.authorization_providers", "2026.03"],
  ["dbms.security.allow_oidc_credential_forwarding_enabled", "2025.10"],
  ["dbms.security.auth_minimum_password_length", "5.3"],
  ["dbms.security.http_static_content_security_policy_header", "5.20"],
  ["dbms.security.require_local_user", "5.24"],
  ["dbms.usage_report.enabled", "5.20"],
  ["initial.dbms.automatically_enable_free_servers", "5.10"],
  ["server.bolt.telemetry.enabled", "5.4"],
  ["server.cypher.parallel.worker_limit", "5.13"],
  ["server.http.transaction_idle_timeout", "5.20"],
  ["server.http_enabled_transports", "5.17"],
  ["server.memory.query_cache.per_db_cache_num_entries", "5.7"],
  ["server.memory.query_cache.shared_cache_num_entries", "5.7"],
  ["server.memory.query_cache.sharing_enabled", "5.7"],
]);

/** The release that introduced this setting, if this one is older. */
export function introducedAfter(setting: string, { version }: Release): string | undefined {
  const introduced = INTRODUCED.get(setting);
  return introduced !== undefined && isOlder(version, introduced) ? introduced : undefined;
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
