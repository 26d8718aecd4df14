import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import { writeYaml } from "./engine-yaml.ts";
import { rehearsalEnvironment } from "./environment.ts";
import { inlineProgram, projectAutomation } from "./inline.ts";
import type { StackState } from "./kept-state.ts";
import { ownProject } from "./own-project.ts";
import type { Program } from "./project.ts";

export interface WorkspaceOptions {
  program: Program;
  stack: string;
  /** The run's own folder; the workspace goes below it. */
  directory: string;
  /** Folder of the state, and what its secrets are encrypted with. */
  state: StackState;
  pulumi: string;
  pulumiHome: string;
  /** Folder that holds the program's language host; undefined: the program runs inline. */
  languageHost: string | undefined;
}

/**
 * The user's program as a stack of its own, without settings: same project name, same entry module, another state and
 * another PULUMI_HOME.
 *
 * @throws SandboxError `pulumi-shim`, `pulumi-sdk`, `program-missing`
 */
export async function createWorkspace(options: WorkspaceOptions): Promise<Stack> {
  const { program, directory, stack: stackName } = options;
  const workDir = join(directory, "project");
  await mkdir(workDir, { recursive: true });
  await mkdir(options.state.directory, { recursive: true });
  await mkdir(options.pulumiHome, { recursive: true });
  await linkProject(program, workDir);
  await writeFile(join(workDir, "Pulumi.yaml"), await ownProject(program.root));
  await writeFile(join(workDir, `Pulumi.${stackName}.yaml`), writeYaml({ config: {} }));
  const envVars = engineEnvironment(options);
  const inline = options.languageHost === undefined;
  const [{ LocalWorkspace, PulumiCommand }] = await Promise.all([
    inline ? projectAutomation(program) : import("@pulumi/pulumi/automation/index.js"),
    assertRunsAnywhere(options.pulumi, workDir, envVars),
  ]);
  const workspace = {
    workDir,
    pulumiHome: options.pulumiHome,
    pulumiCommand: await PulumiCommand.get({ root: await commandRoot(options) }),
    // The engine is spawned with these over this process's own; `undefined` takes one of those away.
    envVars: envVars as Record<string, string>,
  };
  // A state that no engine has used has no stack: it is not looked for.
  const used = existsSync(join(options.state.directory, ".pulumi"));
  const open = used ? "createOrSelectStack" : "createStack";
  return inline
    ? LocalWorkspace[open](
        { stackName, projectName: program.name, program: await inlineProgram(program) },
        workspace,
      )
    : LocalWorkspace[open]({ stackName, workDir }, workspace);
}

function engineEnvironment(options: WorkspaceOptions): NodeJS.ProcessEnv {
  return {
    ...rehearsalEnvironment(process.env),
    PULUMI_HOME: options.pulumiHome,
    PULUMI_BACKEND_URL: pathToFileURL(options.state.directory).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: options.state.passphraseFile,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    HOME: options.pulumiHome,
    PATH: [dirname(process.execPath), options.languageHost, process.env.PATH]
      .filter(Boolean)
      .join(":"),
  };
}

/** A version manager's shim chooses by the folder and the home that it runs in; the run has its own. */
async function assertRunsAnywhere(
  pulumi: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    await promisify(execFile)(pulumi, ["version"], { cwd, env: { ...process.env, ...env } });
  } catch {
    throw new SandboxError(
      "pulumi-shim",
      `${pulumi} does not run outside of your home and project folders; it may be the shim of a version manager. ` +
        "Fix: set NEO4J_OKTA_PULUMI to the executable itself (`mise which pulumi`, `asdf which pulumi`).",
    );
  }
}

/**
 * Links every entry of the project but its own and its stacks' settings, in each form that Pulumi
 * reads, so that those can differ in the run; and what Node.js and Pulumi look for in the folders
 * above a program as well. What is linked already stays so: once more, and new entries are linked too.
 */
export async function linkProject({ root }: Program, workDir: string): Promise<void> {
  const entries = (await readdir(root)).filter(
    (entry) => !entry.startsWith(".") && !/^Pulumi\.(.+\.)?(yaml|yml|json)$/.test(entry),
  );
  const links = new Map(entries.map((entry) => [entry, join(root, entry)]));
  const sdk = nearest(root, "node_modules/@pulumi/pulumi");
  if (sdk !== undefined) links.set("node_modules", resolve(sdk, "../.."));
  const manifest = nearest(root, "package.json");
  if (manifest !== undefined) links.set("package.json", manifest);
  for (const [entry, target] of links) {
    await symlink(target, join(workDir, entry)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** The path in this folder, else in the next one above that has it. */
function nearest(folder: string, path: string): string | undefined {
  if (existsSync(join(folder, path))) return join(folder, path);
  return dirname(folder) === folder ? undefined : nearest(dirname(folder), path);
}

/** PulumiCommand takes the folder above `bin/pulumi`, not the executable. */
async function commandRoot(options: WorkspaceOptions): Promise<string> {
  const root = join(options.directory, "pulumi");
  await mkdir(join(root, "bin"), { recursive: true });
  await symlink(options.pulumi, join(root, "bin", "pulumi"));
  return root;
}
