import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SandboxError, type SandboxErrorCode } from "../errors.ts";
import { readYaml } from "./engine-yaml.ts";
import { leadsOut } from "./foreign-links.ts";

/** A Pulumi program, as its project file says. */
export interface Program {
  /** Absolute path of the folder that holds `Pulumi.yaml`. */
  root: string;
  /** The project's name; settings without a namespace of their own are in this one. */
  name: string;
  /** The language host that runs it, e.g. `nodejs`, `yaml`. */
  runtime: string;
  /** Module or folder, relative to the root. Undefined: the root itself. */
  main: string | undefined;
}

/** A stack's settings, as `namespace:key`. */
export type Settings = Record<string, unknown>;

/**
 * Reads `Pulumi.yaml`.
 *
 * @param directory default: the current folder
 * @throws SandboxError `project-missing`, `project-invalid`
 */
export async function loadProgram(directory = "."): Promise<Program> {
  const root = resolve(directory);
  const file = join(root, "Pulumi.yaml");
  const project = await readMapping(file, "project-invalid");
  if (project === undefined) {
    throw new SandboxError(
      "project-missing",
      `${root} has no Pulumi.yaml. Fix: name the folder of a Pulumi project (--project DIR, --beside DIR).`,
      { exitCode: 2 },
    );
  }
  const { name, main } = project;
  const runtime = isMapping(project.runtime) ? project.runtime.name : project.runtime;
  if (typeof name !== "string" || name === "" || typeof runtime !== "string") {
    throw new SandboxError("project-invalid", `${file} must have a name and a runtime.`);
  }
  return { root, name, runtime, main: typeof main === "string" ? main : undefined };
}

/**
 * Reads the `config:` block of a stack's settings file. A project without any such file has stacks
 * without settings.
 *
 * @throws SandboxError `stack-name`, `stack-missing`, `stack-invalid`
 */
export async function loadSettings({ root }: Program, stack: string): Promise<Settings> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) {
    throw new SandboxError(
      "stack-name",
      `--stack ${JSON.stringify(stack)}: a stack name has 1 to 100 letters, digits, hyphens, underscores and periods.`,
      { exitCode: 2 },
    );
  }
  const folder = resolve(root, await settingsFolder(root));
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const settings = await readMapping(file, "stack-invalid");
  if (settings === undefined) {
    const stacks = await stackNames(folder);
    if (stacks.length === 0) return {};
    throw new SandboxError(
      "stack-missing",
      `stack ${stack} has no settings: Pulumi.${stack}.yaml is not in ${folder}. ` +
        `Stacks with settings: ${stacks.join(", ")}. Fix: choose one with --stack NAME.`,
    );
  }
  const config = settings.config ?? {};
  if (isMapping(config)) return config;
  throw new SandboxError(
    "stack-invalid",
    `${file}: config must be a mapping of namespace:key to value.`,
  );
}

/** Settings whose keys all have a namespace: a key without one is the project's. */
export function withNamespaces({ name }: Program, settings: Settings): Settings {
  const entries = Object.entries(settings);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
  );
}

/** Where the project keeps its stacks' settings, as `stackConfigDir`, or `config` in older projects. */
async function settingsFolder(root: string): Promise<string> {
  const project = (await readMapping(join(root, "Pulumi.yaml"), "project-invalid")) ?? {};
  const { stackConfigDir, config } = project;
  return [stackConfigDir, config].find((folder) => typeof folder === "string") ?? ".";
}

async function stackNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).flatMap((file) => {
    const match = /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file);
    return match?.[1] ? [match[1]] : [];
  });
  return names.sort();
}

/** @returns undefined when there is no such file. */
async function readMapping(
  file: string,
  code: SandboxErrorCode,
): Promise<Record<string, unknown> | undefined> {
  if (await leadsOut(file)) {
    throw new SandboxError(
      code,
      `${file} is a link to a file outside of its folder. Fix: put the file itself there; messages could show what the other one holds.`,
    );
  }
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SandboxError(code, `${file} cannot be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = readYaml(text);
  } catch (error) {
    throw new SandboxError(code, `${file} is not YAML: ${(error as Error).message.trim()}`);
  }
  if (isMapping(value)) return value;
  throw new SandboxError(
    code,
    `${file} must hold a YAML mapping; it holds ${value === null ? "nothing" : JSON.stringify(value).slice(0, 60)}.`,
  );
}

/** Whether a value of a YAML document is a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
