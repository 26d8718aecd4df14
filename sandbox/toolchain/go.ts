import { execFile } from "node:child_process";
import { promisify } from "node:util";
import semver from "semver";
import type { Offer } from "./download.ts";
import type { GoDistribution } from "./go-toolchain.ts";
import { findOnPath, VERSION_TIMEOUT } from "./survey.ts";

/** A `go` command: on this machine, or one that is fetched before it is used. */
export type GoCommand = { version: string } & ({ path: string } | { distribution: GoDistribution });

/** The `go` on PATH. */
export interface InstalledGo {
  path: string;
  /** As it prints it, e.g. `go1.26.8`; `unknown` if it does not run. */
  version: string;
  /** Its `GOTOOLCHAIN` setting: whether it fetches a newer toolchain when a module asks for one. */
  toolchain: string;
}

/** The Go command on PATH, asked outside of any module so that it fetches no other toolchain. */
export async function installedGo(env: NodeJS.ProcessEnv): Promise<InstalledGo | undefined> {
  const [path] = await findOnPath("go", env);
  if (path === undefined) return undefined;
  try {
    const { stdout } = await promisify(execFile)(path, ["env", "GOVERSION", "GOTOOLCHAIN"], {
      ...VERSION_TIMEOUT,
      cwd: "/",
      env: { ...env, GOWORK: "off" },
    });
    const [version = "", toolchain = ""] = stdout.split("\n").map((line) => line.trim());
    return { path, version, toolchain };
  } catch {
    return { path, version: "unknown", toolchain: "" };
  }
}

/** Whether an installed Go can build a module that asks for `wanted`, by itself or by fetching that toolchain. */
export function judgeGo(installed: InstalledGo | undefined, wanted: string): Offer<GoCommand> {
  if (installed === undefined) return { reason: `no go on PATH, wanted ${wanted} or newer` };
  const { path, version, toolchain } = installed;
  const has = semver.coerce(version);
  const needs = semver.coerce(wanted);
  if (has === null || needs === null) {
    return { reason: `go on PATH calls itself "${version}", wanted ${wanted} or newer` };
  }
  const fetches = semver.gte(has, "1.21.0") && /(^|\+)(auto|path)$/.test(toolchain);
  if (semver.gte(has, needs) || fetches) return { path, version };
  return {
    reason: `go on PATH is ${version}, wanted ${wanted} or newer (GOTOOLCHAIN=${toolchain})`,
  };
}
