import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts, Settings } from "./facts.ts";

/** Where the data files are: the preview and the sandbox share no code, so each has a copy. */
const FOLDERS = ["components/neo4j/config/settings", "sandbox/neo4j/config/settings"];

/** Settings that the page of settings leaves out: of TLS policies, and what the Helm chart sets. */
const BESIDE: Settings = {
  ...tls("boolean", "enabled", "trust_all", "trust_expired", "verify_hostname"),
  ...tls("list", "ciphers", "tls_versions"),
  ...tls("path", "base_directory", "private_key", "public_certificate", "revoked_dir"),
  ...tls("path", "trusted_dir"),
  ...tls("secret", "private_key_password"),
  "dbms.ssl.policy.<scope>.client_auth": { type: "enum", values: ["NONE", "OPTIONAL", "REQUIRE"] },
  "internal.dbms.ssl.system.ignore_dot_files": { type: "boolean" },
};

/** The same, for the releases that are counted by calendar. */
const BESIDE_CALENDAR: Settings = {
  "internal.dbms.sharded_property_database.enabled": { type: "boolean" },
};

/** Editions that the manual gets wrong, measured with Neo4j Community 5.26.30. */
const ENTERPRISE: Readonly<Record<string, boolean>> = {
  "db.logs.query.transaction.enabled": false,
  "db.memory.pagecache.warmup.profile.interval": false,
  "db.track_query_cpu_time": false,
  "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": true,
  "server.cypher.parallel.worker_limit": false,
};

function tls(type: string, ...names: string[]): Settings {
  const each = type === "list" ? { each: "string" } : {};
  return Object.fromEntries(names.map((n) => [`dbms.ssl.policy.<scope>.${n}`, { type, ...each }]));
}

/**
 * The settings that a page of the Operations Manual describes. Each has a heading of its name, the
 * labels of its edition and age in the attributes above, and a table with its valid values below.
 */
export function readPage(page: string): Settings {
  const settings: Settings = {};
  const heading = /((?:^\[.*\]\n)*)^===\s+`([^`]+)`\n([\s\S]*?)(?=^={2,3} |^\[role|(?![\s\S]))/gm;
  for (const [, attributes = "", name = "", body = ""] of page.matchAll(heading)) {
    const cell = /^\|\s*Valid values\s*\na?\|([\s\S]*?)\n(?=\||$)/m.exec(body)?.[1];
    if (cell === undefined) continue;
    const enterprise = ENTERPRISE[name] ?? attributes.includes("label--enterprise-edition");
    const since = /label--new-(\d[\d.]*)/.exec(attributes)?.[1];
    settings[name] = {
      ...readValues(cell.replace(/label:\w+\[[^\]]*\]/g, "").trim()),
      ...(enterprise && { enterprise }),
      ...(attributes.includes("label--dynamic") && { dynamic: true }),
      ...(since !== undefined && { since }),
    };
  }
  return settings;
}

/** What the sentence about a setting's valid values says. */
function readValues(text: string): Facts {
  const [, collection, element] =
    /^A comma-separated (list|set) where each element is (.*)$/is.exec(text) ?? [
      undefined,
      undefined,
      text,
    ];
  const one = readType(element ?? text);
  const words = one === "enum" ? listIn(/one of \[([^\]]*)\]/i, text) : undefined;
  const bound = (pattern: RegExp) => pattern.exec(text)?.[1]?.replace(/\.$/, "");
  const range = /in the range `([^`]+)` to `([^`]+)`/.exec(text);
  const min = range?.[1] ?? bound(/is minimum `?([^\s`]+)/);
  const max = range?.[2] ?? bound(/is maximum `?([^\s`]+)/);
  const or = bound(/or is `([^`]+)`/) ?? bound(/that is `?([^\s`]+)`? or is/);
  const keys = listIn(/Valid key options are: `\[([^\]]*)\]`/, text);
  const required = listIn(/Required key options are: `\[([^\]]*)\]`/, text);
  return {
    ...(collection === undefined ? { type: one } : { type: collection.toLowerCase(), each: one }),
    ...(words && { values: words }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(or !== undefined && { or }),
    ...(text.includes("an accessible address") && { accessible: true }),
    ...(/can ?not be empty/i.test(text) && { filled: true }),
    ...(keys && { keys }),
    ...(required && { required }),
  };
}

/** The first pattern that a sentence matches is its type; the order matters. */
const TYPES: readonly [pattern: RegExp, type: string][] = [
  [/^one of \[/i, "enum"],
  [/^a boolean/i, "boolean"],
  [/^an integer/i, "integer"],
  [/^a long/i, "long"],
  [/^a double/i, "double"],
  [/^a duration-range/i, "duration-range"],
  [/^a duration/i, "duration"],
  [/^a byte size/i, "bytes"],
  [/^a hostname|has no specified port/i, "hostname"],
  [/^a socket address/i, "socket-address"],
  [/^a path/i, "path"],
  [/^a URI/i, "uri"],
  [/key[- ]value map pattern/i, "map"],
  [/semicolon-separated list of key-value pairs/i, "pairs"],
  [/^a secure string/i, "secret"],
  [/^a valid database name pattern/i, "database-pattern"],
  [/^a valid database name/i, "database-name"],
  [/describing a timezone/i, "timezone"],
];

function readType(text: string): string {
  return TYPES.find(([pattern]) => pattern.test(text))?.[1] ?? "string";
}

function listIn(pattern: RegExp, text: string): string[] | undefined {
  return pattern.exec(text)?.[1]?.split(/,\s*/);
}

/** The data file of a line: sorted, one setting a line, so that a difference is easy to read. */
export function dataFile(line: string, settings: Settings): string {
  const all = { ...settings, ...BESIDE, ...(line.startsWith("5.") ? {} : BESIDE_CALENDAR) };
  const rows = Object.keys(all)
    .sort()
    .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(all[name])}`);
  return `{\n${rows.join(",\n")}\n}\n`;
}

/**
 * `npm run neo4j-settings LINE FOLDER`: writes the data files of a line, `5.26` or
 * `2026.07`, from a folder with the AsciiDoc pages of the Operations Manual of that line.
 */
function main([line, folder]: readonly string[]): void {
  const pages = folder === undefined ? [] : globSync(join(folder, "**/*.adoc"));
  const settings = Object.assign({}, ...pages.map((page) => readPage(readFileSync(page, "utf8"))));
  if (line === undefined || Object.keys(settings).length === 0) {
    console.error(
      "Usage: npm run neo4j-settings LINE FOLDER\nFix: name a folder with the manual's pages.",
    );
    process.exitCode = 2;
    return;
  }
  for (const target of FOLDERS) {
    const path = join(import.meta.dirname, "../../../..", target, `${line}.json`);
    writeFileSync(path, dataFile(line, settings));
    console.log(`${path}: ${Object.keys(settings).length} settings of the manual`);
  }
}

if (import.meta.main) main(process.argv.slice(2));
