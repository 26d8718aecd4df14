import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Command } from "./running-service.ts";

const ROOT = join(import.meta.dirname, "../../..");
const EXAMPLES = join(ROOT, "examples");

/** An example in one language. */
export interface Language {
  name: string;
  /** Installs and builds it in a folder of its own. @throws {Obstacle} when it cannot be had here */
  prepare(folder: string): Promise<Command>;
}

/** Why an example cannot run here: no toolchain, or no way to its packages. A build that fails is none. */
export class Obstacle extends Error {}

/** Milliseconds for one step with empty caches. */
const LIMIT = 240_000;

async function run(program: string, words: string[], cwd = EXAMPLES): Promise<void> {
  await promisify(execFile)(program, words, { cwd, timeout: LIMIT });
}

/** Runs what asks a registry for packages. @throws {Obstacle} */
async function get(program: string, words: string[], cwd?: string): Promise<void> {
  await run(program, words, cwd).catch((error: Error & { stdout?: string }) => {
    if (error.stdout?.includes("COMPILATION ERROR")) throw error;
    throw new Obstacle(error.message.split("\n").slice(0, 2).join(" "));
  });
}

/** The token client as a package in an empty project, with the service that its README shows. */
async function prepareTypeScript(folder: string): Promise<Command> {
  const build = join(folder, "build");
  const source = join(build, "tokens");
  await cp(join(ROOT, "tokens"), source, { recursive: true });
  await cp(join(ROOT, "tsconfig.json"), join(build, "tsconfig.json"));
  await symlink(join(ROOT, "node_modules"), join(build, "node_modules"));
  await run("npm", ["pack", "--silent"], source);
  const project = join(folder, "project");
  await mkdir(project);
  const [, service = ""] =
    /```ts\n(.*?)```/s.exec(await readFile(join(source, "README.md"), "utf8")) ?? [];
  await writeFile(join(project, "service.ts"), service);
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const packages = [
    "../build/tokens/neo4j-okta-tokens-0.1.0.tgz",
    "neo4j-driver@6.3.0",
    "@types/node@24.19.2",
  ];
  await get(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages],
    project,
  );
  const options = [
    "--module",
    "nodenext",
    "--target",
    "es2024",
    "--strict",
    "--skipLibCheck",
    "false",
    "--types",
    "node",
  ];
  await run("tsc", [...options, "service.ts"], project);
  return { program: process.execPath, words: ["service.js"], cwd: project };
}

export const LANGUAGES: readonly Language[] = [
  {
    name: "python",
    prepare: async (folder) => {
      const cwd = join(EXAMPLES, "python");
      const program = join(folder, "bin/python");
      await get("python3", ["-m", "venv", folder]);
      await get(program, ["-m", "pip", "install", "-q", "-r", join(cwd, "requirements.txt")]);
      return { program, words: ["-B", "service.py"], cwd };
    },
  },
  {
    name: "java",
    prepare: async (folder) => {
      await cp(join(EXAMPLES, "java"), folder, { recursive: true });
      await get("mvn", ["-q", "-B", "-ntp", "compile"], folder);
      // Two JVMs of this size, and compiled once, are enough for two cores.
      const words = ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
      const classes = ["-cp", "target/classes:target/lib/*", "example.Service"];
      return { program: "java", words: [...words, ...classes], cwd: folder };
    },
  },
  {
    name: "go",
    prepare: async (folder) => {
      const cwd = join(EXAMPLES, "go");
      const program = join(folder, "service");
      await get("go", ["mod", "download"], cwd);
      await run("go", ["build", "-mod=readonly", "-o", program, "."], cwd);
      return { program, words: [], cwd };
    },
  },
  { name: "typescript", prepare: prepareTypeScript },
];
