import { execFile } from "node:child_process";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { stringify } from "yaml";
import { SandboxError } from "../errors.ts";
import { rehearsalEnvironment } from "./environment.ts";
import type { StackConfig } from "./overlay.ts";
import type { Project } from "./project.ts";

export interface WorkspaceOptions {
  project: Project;
  config: StackConfig;
  /** The run's own folder; the workspace, the state and PULUMI_HOME go below it. */
  directory: string;
  pulumi: string;
  pulumiHome: string;
  /** Folder that holds `pulumi-language-nodejs`; undefined: the program runs inline. */
  languageHost: string | undefined;
  /** Encrypts the secrets in the throw-away state. */
  passphrase: string;
}

/**
 * The user's program as a stack of its own: same project name, same entry module, a state and a
 * PULUMI_HOME that end with the run.
 */
export async function createWorkspace(options: WorkspaceOptions): Promise<Stack> {
  const { project, directory } = options;
  const workDir = join(directory, "project");
  const state = join(directory, "state");
  await mkdir(workDir, { recursive: true });
  await mkdir(state, { recursive: true });
  await mkdir(options.pulumiHome, { recursive: true });
  await linkProject(project, workDir);
  await writeFile(
    join(workDir, `Pulumi.${project.stack}.yaml`),
    stringify({ config: options.config.plain }),
  );
  const envVars = engineEnvironment(options, state);
  await assertRunsAnywhere(options.pulumi, workDir, envVars);
  const workspace = {
    workDir,
    pulumiHome: options.pulumiHome,
    pulumiCommand: await PulumiCommand.get({ root: await commandRoot(options) }),
    // The engine is spawned with these over this process's own; `undefined` takes one of those away.
    envVars: envVars as Record<string, string>,
  };
  const stack = options.languageHost
    ? await LocalWorkspace.createOrSelectStack({ stackName: project.stack, workDir }, workspace)
    : await LocalWorkspace.createOrSelectStack(
        {
          stackName: project.stack,
          projectName: project.name,
          program: inlineProgram(join(project.root, project.main)),
        },
        workspace,
      );
  await stack.setAllConfig(
    Object.fromEntries(
      Object.entries(options.config.secret).map(([key, value]) => [key, { value, secret: true }]),
    ),
  );
  return stack;
}

function engineEnvironment(options: WorkspaceOptions, state: string): NodeJS.ProcessEnv {
  return {
    ...rehearsalEnvironment(process.env),
    PULUMI_HOME: options.pulumiHome,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: options.passphrase,
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
        "Set NEO4J_OKTA_PULUMI to the executable itself (`mise which pulumi`, `asdf which pulumi`).",
    );
  }
}

/** Every entry of the project but its stacks' settings, so that those can differ in the run. */
async function linkProject(project: Project, workDir: string): Promise<void> {
  for (const entry of await readdir(project.root)) {
    if (entry.startsWith(".") || /^Pulumi\..+\.yaml$/.test(entry)) continue;
    await symlink(join(project.root, entry), join(workDir, entry));
  }
}

/** PulumiCommand takes the folder above `bin/pulumi`, not the executable. */
async function commandRoot(options: WorkspaceOptions): Promise<string> {
  const root = join(options.directory, "pulumi");
  await mkdir(join(root, "bin"), { recursive: true });
  await symlink(options.pulumi, join(root, "bin", "pulumi"));
  return root;
}

/** Counts the evaluations in this process: modules are cached, by their URL, for all its stacks. */
let evaluations = 0;

/**
 * A program that runs in this process, for engines without a Node.js language host. Each run
 * evaluates the entry module anew; its exports are the stack's outputs.
 */
function inlineProgram(entry: string): () => Promise<Record<string, unknown>> {
  return async () => {
    evaluations += 1;
    return { ...(await import(`${pathToFileURL(entry).href}?run=${evaluations}`)) };
  };
}
