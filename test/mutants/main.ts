import { execFileSync } from "node:child_process";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { lot } from "./sample.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PRODUCT = [
  "access",
  "bootstrap",
  "command",
  "components",
  "database",
  "infra",
  "neo4j-client",
  "okta-api",
  "policy",
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
  "tokens",
  "verify",
];

const USAGE = `Usage: npm run mutants -- [options]

Breaks the code at N random places, one at a time, and runs the unit tests that
reach each place. A mutant that no test notices has survived. Mutants that do
not compile are not counted.

  --folder FOLDER  what to break: a folder or file; several times. Default: the
                   product. Folders of the sandbox (sandbox/okta) cannot be
                   mixed with others.
  --sample N       how many mutants. Default: 100.
  --seed TEXT      which ones. Default: today's date.
  --list           print each mutant that survived.
`;

interface Request {
  folders: string[];
  sample: number;
  seed: string;
  list: boolean;
}

/** Runs the mutants of one package; gives the exit status: 0 measured, or the help printed; 2 usage. */
async function main(argv: string[]): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const request = read(argv);
  if (typeof request === "string") {
    process.stderr.write(request);
    return 2;
  }
  const inSandbox = request.folders.every((folder) => folder.startsWith("sandbox/"));
  const directory = inSandbox ? join(ROOT, "sandbox") : ROOT;
  const files = sourceFiles(request.folders).map((file) => relative(directory, join(ROOT, file)));
  const { sample, seed } = request;
  Object.assign(process.env, { MUTANTS_SAMPLE: String(sample), MUTANTS_SEED: seed });
  process.chdir(directory);
  const results = await new Stryker({
    mutate: files,
    testRunner: "vitest",
    vitest: { configFile: join(ROOT, "test/mutants/vitest.config.ts") },
    plugins: [
      "@stryker-mutator/vitest-runner",
      "@stryker-mutator/typescript-checker",
      join(ROOT, "test/mutants/draw.ts"),
    ],
    checkers: ["draw", "typescript"],
    tsconfigFile: "tsconfig.json",
    coverageAnalysis: "perTest",
    ignoreStatic: false,
    concurrency: 1,
    reporters: ["progress-append-only"],
    tempDirName: ".stryker-tmp",
    timeoutMS: 30_000,
    allowEmpty: true,
    logLevel: "warn" as NonNullable<PartialStrykerOptions["logLevel"]>,
    warnings: false,
  }).runMutationTest();
  report(results, request);
  return 0;
}

function report(results: readonly MutantResult[], { seed, list }: Request): void {
  const drawn = results.filter(({ statusReason }) => statusReason !== "not in the sample");
  const tried = drawn.filter(({ status }) => status !== "NoCoverage" && status !== "Ignored");
  const last = Math.max(-1, ...tried.map((mutant) => lot(mutant, seed)));
  const counted = drawn.filter(
    (mutant) =>
      lot(mutant, seed) <= last &&
      ["Killed", "Timeout", "Survived", "NoCoverage"].includes(mutant.status),
  );
  const byFolder = Map.groupBy(counted, ({ fileName }) => folderOf(fileName));
  for (const [folder, mutants] of [...byFolder].sort()) line(folder, mutants);
  line(`all, seed ${seed}`, counted);
  if (!list) return;
  for (const { fileName, location, mutatorName, replacement, status } of counted.filter(survived)) {
    const place = `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`;
    const text = (replacement ?? "").replace(/\s+/g, " ").slice(0, 100);
    console.log(`${status} ${place} ${mutatorName}: ${text}`);
  }
}

function survived({ status }: MutantResult): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function line(name: string, mutants: readonly MutantResult[]): void {
  const killed = mutants.length - mutants.filter(survived).length;
  const share = ((100 * killed) / mutants.length).toFixed(0);
  console.log(`${name.padEnd(24)} ${killed} of ${mutants.length} killed (${share} %)`);
}

function folderOf(file: string): string {
  return relative(process.cwd(), file).split("/").slice(0, -1).slice(0, 2).join("/");
}

function sourceFiles(folders: readonly string[]): string[] {
  return execFileSync("git", ["ls-files", "--", ...folders], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter((file) => file.endsWith(".ts") && !/\/(test|bench)\//.test(file));
}

/** What the command line asks for, or what is wrong with it. */
function read(argv: string[]): Request | string {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        folder: { type: "string", multiple: true },
        sample: { type: "string", default: "100" },
        seed: { type: "string", default: new Date().toISOString().slice(0, 10) },
        list: { type: "boolean", default: false },
      },
    });
    const folders = (values.folder ?? PRODUCT).map((folder) => folder.replace(/\/$/, ""));
    const sandboxed = folders.filter((folder) => folder.startsWith("sandbox/"));
    if (sandboxed.length > 0 && sandboxed.length < folders.length) {
      return `--folder: folders of the sandbox cannot be mixed with others.\n\n${USAGE}`;
    }
    if (!/^[1-9]\d{0,4}$/.test(values.sample)) return `--sample takes a whole number.\n\n${USAGE}`;
    return { folders, sample: Number(values.sample), seed: values.seed, list: values.list };
  } catch (error) {
    return `${(error as Error).message}\n\n${USAGE}`;
  }
}

process.exitCode = await main(process.argv.slice(2));
