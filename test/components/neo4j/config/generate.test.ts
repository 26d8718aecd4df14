import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Settings } from "../../../../components/neo4j/config/settings/facts.ts";
import { dataFile, main } from "../../../../components/neo4j/config/settings/generate.ts";
import { readPage } from "../../../../components/neo4j/config/settings/manual.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const PAGE = join(import.meta.dirname, "fixtures/configuration-settings.adoc");

const OIDC = "dbms.security.oidc.<provider>";
const EXPECTED: Settings = {
  [`${OIDC}.audience`]: {
    type: "list",
    each: "string",
    filled: true,
    enterprise: true,
    dynamic: true,
  },
  [`${OIDC}.config`]: {
    type: "map",
    keys: ["principal", "token_type_principal"],
    enterprise: true,
    dynamic: true,
  },
  [`${OIDC}.params`]: {
    type: "map",
    required: ["scope", "client_id"],
    enterprise: true,
    dynamic: true,
  },
  "dbms.security.ldap.authorization.system_username": {
    type: "string",
    enterprise: true,
    since: "2026.03",
  },
  "dbms.security.auth_minimum_password_length": { type: "integer", min: "1" },
  "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled": {
    type: "boolean",
    enterprise: true,
  },
  "server.bolt.traffic_accounting_check_period": {
    type: "duration",
    min: "1m",
    or: "0s",
    since: "5.18",
  },
  "db.memory.transaction.max": { type: "bytes", min: "1.00MiB", or: "0B", dynamic: true },
  "db.checkpoint.throughput.limit": { type: "bytes", min: "8.00KiB" },
  "initial.dbms.default_secondaries_count": { type: "integer", min: "0", max: "20" },
  "dbms.cypher.statistics_divergence_threshold": { type: "double", min: "0.0", max: "1.0" },
  "dbms.cypher.transactions.default_subquery_batch_strategy": {
    type: "enum",
    values: ["DEFAULT", "NONE", "AUTO"],
    dynamic: true,
    since: "2026.05",
  },
  "server.http_enabled_modules": {
    type: "set",
    each: "enum",
    values: ["BROWSER", "QUERY_API_ENDPOINTS"],
  },
  "server.default_advertised_address": { type: "hostname", accessible: true },
  "initial.server.allowed_databases": { type: "set", each: "database-pattern", enterprise: true },
};

test("a page of the manual is read", () => {
  expect(readPage(readFileSync(PAGE, "utf8"))).toEqual(EXPECTED);
});

test.each([
  ["A boolean.", "boolean"],
  ["A long that is minimum `1`.", "long"],
  ["A duration-range <min-max> (Valid units are: `ms`, `s`).", "duration-range"],
  ["A hostname that has no specified port.", "hostname"],
  ["A socket address in the format of `hostname:port`.", "socket-address"],
  ["A path that is absolute.", "path"],
  ["a URI", "uri"],
  ["A string that must be semicolon-separated list of key-value pairs or empty", "pairs"],
  ["A secure string.", "secret"],
  ["A valid database name containing only alphabetic characters.", "database-name"],
  ["A string describing a timezone, either by offset or by name.", "timezone"],
  ["One or more jvm arguments.", "string"],
  [
    "A string, not one of [A], a boolean, an integer, a long, a double, a duration-range, a duration, a byte size, a hostname, a socket address, a path, a URI, a secure string, a valid database name pattern or a valid database name.",
    "string",
  ],
  ["A list of a comma-separated list where each element is a boolean.", "string"],
])("%s has the type %s", (sentence, type) => {
  const page = `=== \`x\`\n|===\n|Valid values\na|${sentence}\n|===\n`;
  expect(readPage(page).x?.type).toBe(type);
});

test.each([
  ["A string that can not be empty.", { type: "string", filled: true }],
  ["A string, which cannot be empty.", { type: "string", filled: true }],
  ["One of [A,B].", { type: "enum", values: ["A", "B"] }],
  ["An integer that is minimum `12` and is maximum 34.", { type: "integer", min: "12", max: "34" }],
  ["A comma-separated list where each element is\na boolean.", { type: "list", each: "boolean" }],
])("%s", (sentence, facts) => {
  expect(readPage(`=== \`x\`\n|===\n|Valid values\n|${sentence}\n|===\n`)).toEqual({ x: facts });
});

test("a section without valid values describes no setting", () => {
  const other = "=== `y`\n|===\n|Valid values\na|A boolean.\n|===\n";
  expect(readPage(`=== \`x\`\ntext\n\n== Heading\n${other}`)).toEqual({ y: { type: "boolean" } });
});

describe("npm run neo4j-settings", () => {
  let root: string;
  const targets = () =>
    ["components", "sandbox"].map((part) => join(root, part, "neo4j/config/settings"));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "neo4j-settings-"));
    for (const target of targets()) mkdirSync(target, { recursive: true });
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    vi.restoreAllMocks();
  });

  /** Runs it, and gives its exit status and what it printed. */
  function run(...args: string[]) {
    const lines: unknown[] = [];
    for (const stream of ["log", "error"] as const) {
      vi.spyOn(console, stream).mockImplementation((text) => lines.push(stream, text));
    }
    return { status: main(args, root), lines };
  }

  test("writes a data file twice", () => {
    expect(run("2026.07", dirname(PAGE))).toEqual({
      status: 0,
      lines: ["log", "15 settings of Neo4j 2026.07"],
    });
    for (const target of targets()) {
      const written = readFileSync(join(target, "2026.07.json"), "utf8");
      expect(written).toBe(dataFile("2026.07", EXPECTED));
    }
  });

  test("prints its help", () => {
    const { status, lines } = run("--help");
    expect([status, lines[0]]).toEqual([0, "log"]);
    expect(lines[1]).toMatch(/^Usage: npm run neo4j-settings -- LINE FOLDER\n/);
  });

  test.each([
    [[]],
    [["5.26"]],
    [["5.26", "/nowhere"]],
    [["../5.26", dirname(PAGE)]],
    [["5.26.1", dirname(PAGE)]],
    [["", dirname(PAGE)]],
  ])("with %j says how it is called, and writes nothing", (args) => {
    expect(run(...args)).toEqual({
      status: 2,
      lines: [
        "error",
        "Usage: npm run neo4j-settings -- LINE FOLDER",
        "error",
        "Fix: give a line such as 5.26, and a folder with the pages of its manual.",
      ],
    });
    expect(targets().flatMap((target) => readdirSync(target))).toEqual([]);
  });
});

describe("a data file", () => {
  const lines = dataFile("5.26", { "server.b": { type: "long" }, "server.a": { type: "path" } })
    .trimEnd()
    .split("\n");

  test("holds one setting a line, sorted, with those of TLS policies and of the chart", () => {
    expect([lines[0], ...lines.slice(-3)]).toEqual([
      "{",
      '"server.a": {"type":"path"},',
      '"server.b": {"type":"long"}',
      "}",
    ]);
    expect(lines).toContain('"dbms.ssl.policy.<scope>.ciphers": {"type":"list","each":"string"},');
    expect(lines).toContain('"internal.dbms.ssl.system.ignore_dot_files": {"type":"boolean"},');
    expect(lines).toHaveLength(18);
  });

  test.each([
    ["5.26", false],
    ["2026.07", true],
  ])("of %s has the setting that calendar charts write: %s", (line, written) => {
    const name = "internal.dbms.sharded_property_database.enabled";
    expect(dataFile(line, {}).includes(name)).toBe(written);
  });

  test.each(["5.26", "2026.07"])("of %s is the same in the preview and in the sandbox", (line) => {
    const [ours, theirs] = ["components", "sandbox"].map((part) =>
      readFileSync(join(ROOT, part, "neo4j/config/settings", `${line}.json`), "utf8"),
    );
    expect(ours).toBe(theirs);
    expect(dataFile(line, JSON.parse(ours ?? ""))).toBe(ours);
  });
});
