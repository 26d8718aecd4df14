import semver from "semver";
import type { GoDistribution } from "./go-toolchain.ts";

/** A `go` command. */
export interface GoCommand {
  path: string;
  /** As it prints it, e.g. `go1.26.8`. */
  version: string;
  /** Its `GOTOOLCHAIN` setting: whether it fetches a newer toolchain when a module asks for one. */
  toolchain: string;
  /** Where it can be fetched; undefined: it is on this machine. */
  distribution?: GoDistribution;
}

/** Whether Go can be used for a module, and if not, why. */
export type GoVerdict = { usable: true; go: GoCommand } | { usable: false; reason: string };

/** Whether an installed Go can build a module that asks for `wanted`, by itself or by fetching that toolchain. */
export function judgeGo(installed: GoCommand | undefined, wanted: string): GoVerdict {
  if (installed === undefined)
    return { usable: false, reason: `no go on PATH, wanted ${wanted} or newer` };
  const { version, toolchain } = installed;
  const has = semver.coerce(version);
  const needs = semver.coerce(wanted);
  if (has === null || needs === null) {
    return {
      usable: false,
      reason: `go on PATH calls itself "${version}", wanted ${wanted} or newer`,
    };
  }
  const fetches = semver.gte(has, "1.21.0") && /(^|\+)(auto|path)$/.test(toolchain);
  if (semver.gte(has, needs) || fetches) return { usable: true, go: installed };
  return {
    usable: false,
    reason: `go on PATH is ${version}, wanted ${wanted} or newer (GOTOOLCHAIN=${toolchain})`,
  };
}

/** The version in what a tool printed about itself, e.g. `etcd Version: 3.6.5` or `Kubernetes v1.36.3`. */
export function parseVersion(output: string): string | undefined {
  const found = /\bv?(\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?)/.exec(output)?.[1];
  return found === undefined ? undefined : (semver.valid(found) ?? semver.coerce(found)?.version);
}
