import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./facts.ts";
import { readPage } from "./manual.ts";

const USAGE = "Usage: npm run neo4j-settings -- LINE FOLDER";

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

function tls(type: string, ...names: string[]): Settings {
  const each = type === "list" ? { each: "string" } : {};
  return Object.fromEntries(names.map((n) => [`dbms.ssl.policy.<scope>.${n}`, { type, ...each }]));
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
 * `npm run neo4j-settings -- LINE FOLDER`: writes the data files of a line, `5.26` or `2026.07`, from a
 * folder with the AsciiDoc pages of the Operations Manual of that line.
 *
 * @param root where the repository is
 * @returns the exit status: 0 written, or the help printed; 2 nothing to write
 */
export function main([line = "", folder]: readonly string[], root: string): number {
  if (line === "--help" || line === "-h") {
    console.log(`${USAGE}\n\nWrites the settings of a line of Neo4j from the pages of its manual.`);
    return 0;
  }
  const pages = folder ? globSync(join(folder, "**/*.adoc")) : [];
  const settings: Settings = Object.assign(
    {},
    ...pages.map((page) => readPage(readFileSync(page, "utf8"))),
  );
  const count = Object.keys(settings).length;
  if (count === 0 || !/^\d+\.\d+$/.test(line)) {
    console.error(USAGE);
    console.error("Fix: give a line such as 5.26, and a folder with the pages of its manual.");
    return 2;
  }
  for (const target of FOLDERS) {
    writeFileSync(join(root, target, `${line}.json`), dataFile(line, settings));
  }
  console.log(`${count} settings of Neo4j ${line}`);
  return 0;
}

if (import.meta.main) {
  process.exitCode = main(process.argv.slice(2), join(import.meta.dirname, "../../../.."));
}
