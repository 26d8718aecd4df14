import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import semver from "semver";
import type { ToolSpec } from "./catalogue.ts";

/** How long a program may take to tell its version. */
export const VERSION_TIMEOUT = { timeout: 15_000, killSignal: "SIGKILL" } as const;

/** The user's PULUMI_HOME, where Pulumi's installer puts `bin` and the engine puts plugins; default `~/.pulumi`. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(env.HOME ?? homedir(), ".pulumi");
}

/** Whether the user has told the engine to pass over plugins on PATH. */
export function ignoresAmbientPlugins(env: NodeJS.ProcessEnv): boolean {
  return /^(1|true)$/i.test(env.PULUMI_IGNORE_AMBIENT_PLUGINS ?? "");
}

/** Every executable file called `name` in the absolute folders of PATH, in PATH's order. */
export async function findOnPath(name: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = (env.PATH ?? "").split(delimiter).filter(isAbsolute);
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const path = join(folder, name);
    if (await isExecutable(path)) found.push(path);
  }
  return found;
}

/** Whether `path` is a regular file (or a link to one) that this user may run. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The version that the tool at `path` prints; undefined if it does not run or prints none. */
export async function versionOf(
  path: string,
  spec: Pick<ToolSpec, "versionArgument">,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, [spec.versionArgument], {
      ...VERSION_TIMEOUT,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return parseVersion(stdout);
  } catch {
    return undefined;
  }
}

/** The version in what a tool printed about itself, e.g. `etcd Version: 3.6.5` or `Kubernetes v1.36.3`. */
export function parseVersion(output: string): string | undefined {
  const found = /\bv?(\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?)/.exec(output)?.[1];
  return found === undefined ? undefined : (semver.valid(found) ?? semver.coerce(found)?.version);
}
