import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SandboxError } from "../errors.ts";
import { type CacheKey, readEntry } from "./cache.ts";
import type { ToolSpec } from "./catalogue.ts";
import type { Candidate, Installed } from "./plan.ts";
import type { Platform } from "./platform.ts";
import { type GoCommand, parseVersion } from "./versions.ts";

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 15_000;

/** Name of a tool's entry in the cache. */
export function cacheKey(spec: ToolSpec, platform: Platform): CacheKey {
  return `${spec.name}-${spec.version}-${platform.os}-${platform.arch}`;
}

/**
 * Looks at the machine for one tool; changes nothing.
 *
 * @throws SandboxError `toolchain-override` if the tool's environment variable names something unusable
 */
export async function surveyInstalled(
  spec: ToolSpec,
  where: { env: NodeJS.ProcessEnv; cache: string; platform: Platform },
): Promise<Installed> {
  const named = where.env[spec.variable];
  if (named !== undefined && named !== "") {
    const explicit = await inspectOverride(spec, resolve(named), where.env);
    return { explicit, onPath: [], cached: undefined };
  }
  const paths = await findOnPath(spec.name, pathOf(spec, where.env));
  const onPath = await Promise.all(paths.map((path) => inspect(path, spec, where.env)));
  const cached = await readEntry(where.cache, cacheKey(spec, where.platform));
  return { explicit: undefined, onPath, cached };
}

/** Pulumi's installer leaves PATH to the user, so its folder counts as PATH's last. */
function pathOf(spec: ToolSpec, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (spec.name !== "pulumi") return env;
  return { ...env, PATH: [env.PATH, join(pulumiHome(env), "bin")].filter(Boolean).join(delimiter) };
}

/** The user's PULUMI_HOME, where Pulumi's installer puts `bin` and the engine puts plugins; default `~/.pulumi`. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  const home = env.PULUMI_HOME;
  return home === undefined || home === "" ? join(env.HOME ?? homedir(), ".pulumi") : home;
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
  spec: Pick<ToolSpec, "versionArguments">,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, [...spec.versionArguments], {
      timeout: VERSION_TIMEOUT_MS,
      killSignal: "SIGKILL",
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return parseVersion(stdout);
  } catch {
    return undefined;
  }
}

/** The Go command on PATH, asked outside of any module so that it fetches no other toolchain. */
export async function surveyGo(env: NodeJS.ProcessEnv): Promise<GoCommand | undefined> {
  const [path] = await findOnPath("go", env);
  if (path === undefined) return undefined;
  try {
    const { stdout } = await run(path, ["env", "GOVERSION", "GOTOOLCHAIN"], {
      cwd: "/",
      timeout: VERSION_TIMEOUT_MS,
      killSignal: "SIGKILL",
      env: { ...env, GOWORK: "off" },
    });
    const [version = "", toolchain = ""] = stdout.split("\n").map((line) => line.trim());
    return { path, version, toolchain };
  } catch {
    return { path, version: "unknown", toolchain: "" };
  }
}

async function inspect(path: string, spec: ToolSpec, env: NodeJS.ProcessEnv): Promise<Candidate> {
  return { path, version: await versionOf(path, spec, env) };
}

async function inspectOverride(
  spec: ToolSpec,
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<Candidate> {
  const candidate = (await isExecutable(path)) ? await inspect(path, spec, env) : undefined;
  if (candidate?.version !== undefined) return candidate;
  const command = [path, ...spec.versionArguments].join(" ");
  throw new SandboxError(
    "toolchain-override",
    `${spec.variable} is "${path}", which ${candidate === undefined ? "is not an executable file" : `printed no version when asked (${command})`}. ` +
      `Fix: set it to the path of a ${spec.name} (${spec.accepts}), or unset it to let the sandbox find one.`,
  );
}
