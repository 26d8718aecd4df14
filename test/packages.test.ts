import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { NEO4J_CHART_VERSION } from "../components/neo4j/chart.ts";

const ROOT = resolve(import.meta.dirname, "..");
const SANDBOX = "@neo4j-okta/sandbox";

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
}

const PACKAGE = String.raw`"((?:@[a-z][\w.-]*/)?[a-z][\w.-]*)[^"\n:]*"`;
/** An import or export from a package, also the end of one on several lines, and one at run time. */
const IMPORT = new RegExp(
  `^(?:(?:import|export|\\}) ?[^"'\n]*\\bfrom |import )${PACKAGE}(?: with .*)?;$|\\bimport\\(${PACKAGE}`,
  "gm",
);

/** The packages that the files below the folders import, sorted. */
function imported(...folders: string[]): string[] {
  return importedBy(folders, /node_modules/);
}

function importedBy(folders: readonly string[], but: RegExp): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !but.test(path))
      .map((path) => readFileSync(join(ROOT, folder, path), "utf8")),
  );
  const names = files.flatMap((source) =>
    [...source.matchAll(IMPORT)].map(([, first, later]) => first ?? later ?? ""),
  );
  return [...new Set(names)].filter((name) => !isBuiltin(name)).sort();
}

const root = manifest(".");
const sandbox = manifest("sandbox");
const policy = manifest("policy");

describe("the product's package", () => {
  test("depends on what the program, the proof and the review import, and on nothing else", () => {
    const used = imported(
      "infra",
      "bootstrap",
      "components",
      "access",
      "tokens",
      "verify",
      "review",
      "deployer",
      "account",
      "keygen",
      "credentials",
      "doctor",
      "retire",
      "rotation",
      "inventory",
      "drift",
      "browser-config",
      "gitops",
    );
    expect(Object.keys(root.dependencies).sort()).toEqual(used);
  });

  test("has all that its tests, benchmarks and documents import", () => {
    const own = [...Object.keys(root.dependencies), ...Object.keys(root.devDependencies)];
    // The types of @stryker-mutator/core are in a package that comes with it.
    const known = [...own, SANDBOX, "@stryker-mutator/api"];
    const used = imported("test", "bench", "docs", "examples");
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });
});

test("the policy pack has all that it and what it takes from access import, as it works alone", () => {
  const used = reachedFrom(join(ROOT, "policy/pack.ts"));
  // The SDK of policy packs needs the one of programs beside it.
  expect(Object.keys(policy.dependencies).sort()).toEqual([...used, "@pulumi/pulumi"].sort());
});

test("the example of the Users API names all packages that it and what it takes from here import", () => {
  const folder = "examples/okta-users/typescript";
  const { dependencies } = manifest(folder);
  const used = reachedFrom(join(ROOT, folder, "main.ts"));
  expect(Object.keys(dependencies).sort()).toEqual(used.sort());
  expect(root.dependencies).toMatchObject(dependencies);
});

test("the token client's package has all that it imports, in the versions of the product", () => {
  const { dependencies, devDependencies } = manifest("tokens");
  // The service brings its own driver.
  const { "neo4j-driver": _driver, ...used } = Object.fromEntries(
    reachedFrom(join(ROOT, "tokens/index.ts")).map((name) => [name, root.dependencies[name]]),
  );
  expect(dependencies).toEqual(used);
  expect({ ...root.dependencies, ...root.devDependencies }).toMatchObject(devDependencies);
});

/** The packages that a module loads, by whatever module. */
function reachedFrom(module: string, seen = new Set<string>()): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const source = readFileSync(module, "utf8").replace(/^import type .*;$/gm, "");
  const names = [...source.matchAll(IMPORT)].map(([, first, later]) => first ?? later ?? "");
  const relative = [...source.matchAll(/\bfrom "(\.[^"]+)"/g)].map(([, path = ""]) => path);
  const further = relative.flatMap((path) => reachedFrom(join(dirname(module), path), seen));
  return [...new Set([...names, ...further])].filter((name) => !isBuiltin(name));
}

describe("the sandbox's package", () => {
  test("depends on what it imports, and on nothing else", () => {
    const used = importedBy(["sandbox"], /^(test|bench|node_modules)\/|^vitest/);
    expect(Object.keys(sandbox.dependencies).sort()).toEqual(used);
  });

  test("has all that its tests and benchmark import", () => {
    const known = [...Object.keys(sandbox.dependencies), ...Object.keys(sandbox.devDependencies)];
    expect(
      imported("sandbox/test", "sandbox/bench").filter((name) => !known.includes(name)),
    ).toEqual([]);
  });
});

test("a package that several use has one version", () => {
  const ours = { ...root.dependencies, ...root.devDependencies };
  const theirs = { ...policy.dependencies, ...sandbox.dependencies, ...sandbox.devDependencies };
  const different = Object.keys(theirs).filter(
    (name) => (ours[name] ?? theirs[name]) !== theirs[name],
  );
  expect(different).toEqual([]);
});

test("the sandbox's chart of Neo4j is of the release that stacks are pinned to", () => {
  const chart = readFileSync(join(ROOT, "sandbox/neo4j/chart/Chart.yaml"), "utf8");
  const versions = [...chart.matchAll(/^(?:version|appVersion): (.*)$/gm)].map(([, text]) => text);
  expect(versions).toEqual([NEO4J_CHART_VERSION, NEO4J_CHART_VERSION]);
});
