import type { Facts, Settings } from "./facts.ts";

/** Editions that the manual gets wrong, measured with Neo4j Community 5.26.30. */
const ENTERPRISE: Readonly<Record<string, boolean>> = {
  "db.logs.query.transaction.enabled": false,
  "db.memory.pagecache.warmup.profile.interval": false,
  "db.track_query_cpu_time": false,
  "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": true,
  "server.cypher.parallel.worker_limit": false,
};

/** The lines of attributes, the heading, and what is below until the next of either. */
const SECTION =
  /(?<attributes>(?:^\[.*\]\n)*)^===\s+`(?<name>[^`]+)`\n(?<body>[\s\S]*?)(?=^={2,3} |^\[role|(?![\s\S]))/gm;

/**
 * The settings that a page of the Operations Manual describes. Each has a heading of its name, the
 * labels of its edition and age in the attributes above, and a table with its valid values below.
 */
export function readPage(page: string): Settings {
  const settings: Settings = {};
  for (const { groups } of page.matchAll(SECTION)) {
    const { attributes, name, body } = groups as Record<"attributes" | "name" | "body", string>;
    const cell = /^\|\s*Valid values\s*\na?\|([\s\S]*?)\n\|/m.exec(body)?.[1];
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
    /^A comma-separated (list|set) where each element is\s(.*)/is.exec(text) ?? [];
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
