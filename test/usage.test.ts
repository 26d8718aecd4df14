import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test.each([
  "access",
  "account",
  "bench",
  "break-glass",
  "browser-config",
  "check",
  "credentials",
  "database",
  "deployer",
  "doctor",
  "retire",
  "drift",
  "imports",
  "keygen",
  "mutants",
  "neo4j-settings",
  "okta",
  "policy",
  "review",
  "rotate",
  "sandbox",
  "toolchain",
  "verify",
])("npm run %s -- --help says how it is called, within 80 columns, and ends well", async (name) => {
  // What the script runs: `node`, then arguments without quotes.
  const [, ...words] = scripts[name].split(" ");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...words, "--help"], {
    cwd: ROOT,
  });
  expect(stderr).toBe("");
  expect(stdout.split("\n", 1)[0]).toMatch(
    new RegExp(`^Usage: npm run ${name} -- (?:<drill\\|prove> |add )?[[A-Z]`),
  );
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
