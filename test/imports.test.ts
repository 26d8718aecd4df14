import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** What each folder may import beside itself and packages. */
const ALLOWED: Record<string, readonly string[]> = {
  access: [],
  components: ["access"],
  infra: ["components", "database", "access"],
  bootstrap: ["components", "access"],
  policy: ["access"],
  tokens: [],
  "okta-api": ["access", "tokens"],
  "neo4j-client": ["access"],
  command: ["access"],
  database: ["access", "command", "neo4j-client"],
  verify: ["access", "command", "tokens", "okta-api", "neo4j-client"],
  review: ["access", "command", "policy"],
  "browser-config": ["access", "command"],
  inventory: ["access", "command", "review"],
  deployer: ["access", "command", "review"],
  account: ["access", "command", "infra"],
  retire: ["access", "command", "neo4j-client", "tokens", "verify"],
  keygen: ["access", "command", "account"],
  credentials: ["access", "command", "keygen"],
  rotation: [
    "access",
    "account",
    "command",
    "keygen",
    "neo4j-client",
    "okta-api",
    "tokens",
    "verify",
  ],
  doctor: ["access", "command", "deployer", "okta-api", "review", "tokens"],
  drift: ["access", "command", "okta-api", "neo4j-client", "tokens", "review"],
  gitops: [],
  sandbox: [],
  bench: ["tokens"],
  examples: ["components", "access", "tokens", "okta-api"],
  test: [
    "infra",
    "bootstrap",
    "components",
    "access",
    "tokens",
    "okta-api",
    "neo4j-client",
    "command",
    "policy",
    "database",
    "verify",
    "review",
    "browser-config",
    "deployer",
    "account",
    "keygen",
    "credentials",
    "doctor",
    "retire",
    "rotation",
    "inventory",
    "drift",
    "gitops",
    "bench",
    "docs",
    "examples",
  ],
};

/** What only computes: packages, and `isDeepStrictEqual` of Node.js. */
const PURE = ["node:util", "zod", "unhomoglyph", "fastest-levenshtein"];

interface Import {
  file: string;
  from: string;
  to: string;
}

const RELATIVE = /(?:\bfrom\s+|\bimport\s*\(?\s*)["'](\.[^"']+)["']/g;

function imports(folder: string, pattern = RELATIVE): Import[] {
  const found = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return found
    .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"))
    .flatMap((path) => importsOf(folder, join(folder, path), pattern));
}

function importsOf(folder: string, file: string, pattern: RegExp): Import[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  return [...source.matchAll(pattern)].map(([, specifier = ""]) => {
    const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
    return { file, from: folder, to: target.split("/")[0] ?? "" };
  });
}

function existing(folder: string): boolean {
  return readdirSync(ROOT).includes(folder);
}

test.each(Object.entries(ALLOWED).filter(([folder]) => existing(folder)))(
  "%s imports nothing of ours but itself and %j",
  (folder, allowed) => {
    const found = imports(folder);
    expect(found.length).toBeGreaterThan(0);
    const wrong = found.filter(({ to }) => to !== folder && !allowed.includes(to));
    expect(wrong).toEqual([]);
  },
);

test("access imports neither Pulumi nor anything that does I/O", () => {
  const found = readdirSync(join(ROOT, "access"), { recursive: true, encoding: "utf8" });
  const files = found.filter((path) => path.endsWith(".ts"));
  for (const file of files) {
    const source = readFileSync(join(ROOT, "access", file), "utf8");
    const packages = [...source.matchAll(/\bfrom\s+"([^."][^"]*)"/g)].map(([, name]) => name);
    expect(packages.filter((name) => !PURE.includes(name ?? ""))).toEqual([]);
  }
});

test("a rule of the policy pack imports no package but types", () => {
  const found = readdirSync(join(ROOT, "policy/rules"));
  for (const file of found) {
    const source = readFileSync(join(ROOT, "policy/rules", file), "utf8");
    expect(source.match(/\bfrom\s+"[^."][^"]*"/g) ?? [], file).toEqual([]);
  }
});

test("only tests and benchmarks use the sandbox, by its package's exports", () => {
  const users = Object.keys(ALLOWED)
    .filter(existing)
    .filter((folder) =>
      imports(folder, /["'](@neo4j-okta\/sandbox[^"']*)["']/g).some(({ to }) => to !== ""),
    );
  expect(users).toEqual(["bench", "test"]);
});

test("each folder with its own wall is type-checked", () => {
  const { include } = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8"));
  const own = Object.keys(ALLOWED).filter((folder) => folder !== "sandbox" && existing(folder));
  expect(include).toEqual(expect.arrayContaining(own));
});
