import { delimiter, join, resolve } from "node:path";
import semver from "semver";
import { SandboxError } from "../errors.ts";
import type { ToolSpec } from "./catalogue.ts";
import { trustedEntry } from "./digests.ts";
import type { Surroundings } from "./locate.ts";
import type { LocatedTool } from "./plan.ts";
import { findOnPath, isExecutable, pulumiHome, versionOf } from "./survey.ts";

/**
 * Looks for one tool on the machine: environment variable, PATH, cache. Changes nothing.
 *
 * @returns the tool, and a note for every source that was passed over before it
 * @throws SandboxError `toolchain-digests`; `toolchain-override` if the tool's environment variable names something unusable
 */
export async function findInstalled(
  spec: ToolSpec,
  around: Pick<Surroundings, "env" | "cache" | "platform" | "project">,
): Promise<{ tool?: LocatedTool; notes: string[] }> {
  const { env } = around;
  const named = env[spec.variable];
  if (named) return { tool: await explicitTool(spec, resolve(named), env), notes: [] };
  const notes = [`environment: ${spec.variable} is not set`];
  const paths = await findOnPath(spec.name, searched(spec, env));
  for (const path of paths) {
    const version = await versionOf(path, spec, env);
    if (version !== undefined && accepts(spec, version)) {
      return { tool: { path, version, origin: "path", detail: "on PATH" }, notes };
    }
    const found = version === undefined ? "printed no version" : `is ${version}`;
    notes.push(`PATH: ${path} ${found}, wanted ${spec.accepts}`);
  }
  if (paths.length === 0) notes.push(`PATH: no ${spec.name}`);
  const cached = await trustedEntry(spec, around);
  if (cached.entry === undefined) return { notes: [...notes, cached.note] };
  const { entry } = cached;
  const { version } = spec;
  const detail = `${entry.origin === "download" ? "downloaded" : "built"} by an earlier run`;
  return { tool: { path: entry.path, version, origin: "cache", detail }, notes };
}

async function explicitTool(
  spec: ToolSpec,
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<LocatedTool> {
  const runnable = await isExecutable(path);
  const version = runnable ? await versionOf(path, spec, env) : undefined;
  if (version !== undefined) {
    const outside = accepts(spec, version) ? "" : `, outside the tried range ${spec.accepts}`;
    return { path, version, origin: "environment", detail: `named by ${spec.variable}${outside}` };
  }
  throw new SandboxError(
    "toolchain-override",
    `${spec.variable} is "${path}", which ${runnable ? `printed no version when asked (${path} ${spec.versionArgument})` : "is not an executable file"}. ` +
      `Fix: set it to the path of a ${spec.name} (${spec.accepts}), or unset it to let the sandbox find one.`,
  );
}

/** Pulumi's installer leaves PATH to the user, so its folder counts as PATH's last. */
function searched(spec: ToolSpec, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (spec.name !== "pulumi") return env;
  return { ...env, PATH: [env.PATH, join(pulumiHome(env), "bin")].filter(Boolean).join(delimiter) };
}

function accepts(spec: ToolSpec, version: string): boolean {
  return semver.satisfies(version, spec.accepts, { includePrerelease: true });
}
