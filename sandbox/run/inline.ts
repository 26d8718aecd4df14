import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import semver from "semver";
import { SandboxError } from "../errors.ts";
import type { Program } from "./project.ts";

/** Pulumi's Automation API. */
export type AutomationApi = typeof import("@pulumi/pulumi/automation/index.js");

/** Versions of `@pulumi/pulumi` whose Automation API runs an inline program as this one asks it to. */
const ACCEPTED_SDK = ">=3.230.0 <4.0.0";

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs", ".cjs", ".cts"];

/**
 * The Automation API of the program's own Pulumi SDK. An inline program shares a process with it, and
 * registers its resources through module-level state of the SDK: two copies would not see each other.
 *
 * @throws SandboxError `pulumi-sdk` when the project has none, or one of another major version
 */
export async function projectAutomation({ root }: Program): Promise<AutomationApi> {
  const require = createRequire(join(root, "package.json"));
  const instead =
    "or install Pulumi with its Node.js language host (pulumi-language-nodejs), which runs the program in a process of its own";
  let entry: string;
  try {
    entry = require.resolve("@pulumi/pulumi/automation/index.js");
  } catch {
    throw new SandboxError(
      "pulumi-sdk",
      `${root} has no @pulumi/pulumi. Fix: install the project's packages there (npm ci), ${instead}.`,
    );
  }
  const { version } = require("@pulumi/pulumi/package.json") as { version: string };
  if (!semver.satisfies(version, ACCEPTED_SDK)) {
    throw new SandboxError(
      "pulumi-sdk",
      `${root} has @pulumi/pulumi ${version}; a program that runs inside the sandbox's process needs ${ACCEPTED_SDK}. ` +
        `Fix: update it, ${instead}.`,
    );
  }
  return (await import(pathToFileURL(entry).href)).default as AutomationApi;
}

/** What the SDK knows of the run that is going on; its types leave it out. */
interface RunState {
  getStore(): { settings: { options: { rootDirectory?: string } } };
}

/** Counts the evaluations in this process: modules are cached, by their URL, for all its stacks. */
let evaluations = 0;

/**
 * A program that runs in this process, for engines without a Node.js language host. Each run
 * evaluates the entry module anew; its exports are the stack's outputs.
 *
 * @throws SandboxError `program-missing`
 */
export async function inlineProgram(
  program: Program,
): Promise<() => Promise<Record<string, unknown>>> {
  const entry = pathToFileURL(await entryModule(program)).href;
  return async () => {
    await tellRootDirectory(program);
    evaluations += 1;
    return { ...(await import(`${entry}?run=${evaluations}`)) };
  };
}

/**
 * Only a language host is told the project's folder (`pulumi.getRootDirectory()`); the SDK would make up one for an
 * inline program. What a run knows is shared by all copies of the SDK in a process.
 */
async function tellRootDirectory({ root }: Program): Promise<void> {
  const state: unknown = await import("@pulumi/pulumi/runtime/state.js");
  (state as RunState).getStore().settings.options.rootDirectory = root;
}

/** The module that the language host would load: `main` of Pulumi.yaml, else of package.json, else `index`. */
async function entryModule({ root, main }: Program): Promise<string> {
  const start = join(root, main ?? (await packageMain(root)) ?? ".");
  const modules = [
    start,
    ...EXTENSIONS.flatMap((end) => [start + end, join(start, `index${end}`)]),
  ];
  for (const path of modules) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  throw new SandboxError(
    "program-missing",
    `${start} is no module, and no folder with an index module. Fix: name the entry module as main in ${join(root, "Pulumi.yaml")}.`,
  );
}

async function packageMain(root: string): Promise<string | undefined> {
  try {
    const { main } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    return typeof main === "string" ? main : undefined;
  } catch {
    return undefined;
  }
}
