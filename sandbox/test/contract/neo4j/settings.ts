import { parseConfiguration } from "../../../neo4j/config/index.ts";
import settings from "../../../neo4j/config/settings/5.26.json" with { type: "json" };

export const RELEASE = { edition: "community", version: "5.26.30" } as const;

/** Texts that are right for some types of settings and wrong for most. */
const VALUES = [
  ...["", " ", "x", "é", "a b", "0", "-1", "1", "3.5", "1e3", "NaN", "2147483648"],
  ...["9223372036854775808", "true", " True ", "none", "ERROR", "NONE,x", "UTC", "+02:00"],
  ...["10s", "-5s", "1d2h", "3s-6s", "6s-3s", "1kib", "1m", "1.5GiB", "a,b", "a,,b", "a=b;c=d"],
  ...["https://x", "http://localhost/a", "0.0.0.0", ":7687", "h:65536", "::1", "[::1]:7687"],
  ...["system", "neo4j", "System-1", "1db"],
];

/** Names that are none, or nearly. */
const STRANGE_NAMES = [
  ...["nope", "Server.http.enabled", "server.http.enabled ", "server.jvm.additional"],
  ...["dbms.ssl.policy.bolt", "dbms.ssl.policy..enabled", "dbms.ssl.policy.bolt.typo"],
  ...["dbms.ssl.policy.Bolt.enabled", "dbms.ssl.policy.x.enabled", "apoc.export.file.enabled"],
  ...["dbms.security.oidc.okta.audience", "internal.dbms.x"],
];

const TYPICAL_NAMES = new Set([
  "server.http.enabled",
  "db.checkpoint.interval.tx",
  "dbms.cypher.statistics_divergence_threshold",
  "db.tx_log.rotation.size",
  "db.transaction.timeout",
  "initial.dbms.default_database",
  "server.default_listen_address",
  "server.bolt.advertised_address",
  "db.checkpoint",
  "server.databases.read_only",
  "db.temporal.timezone",
  "dbms.max_databases",
  ...STRANGE_NAMES,
]);

/** Settings with values: each that Neo4j 5.26 documents with each text, and the strange names. */
export const PROBES: [name: string, value: string][] = [
  ...Object.keys(settings).flatMap((key) => {
    const name = key.replace("<scope>", "bolt").replace("<provider>", "okta");
    return VALUES.map((value): [string, string] => [name, value]);
  }),
  ...STRANGE_NAMES.map((name): [string, string] => [name, "true"]),
];

/** Settings with values, one setting of each type: few enough to be recorded. */
export const TYPICAL_PROBES = PROBES.filter(([name]) => TYPICAL_NAMES.has(name));

/** What a refusal says, without the value, which Neo4j repeats as it read it. */
export function withoutValue(refusal: string | null | undefined): string | null {
  return refusal?.replace(/Failed to validate '[^']*'/, "Failed to validate '...'") ?? null;
}

/** Why the stand-in refuses a value, or null. */
export function refusalOf(name: string, value: string): string | null {
  try {
    parseConfiguration(new Map([[name, value]]), RELEASE);
    return null;
  } catch (error) {
    const { message } = error as Error;
    // Neo4j does not say of which edition a setting is.
    return message.replace(" It needs Neo4j Enterprise Edition.", "");
  }
}
