import { isAbsolute, relative, resolve } from "node:path";
import { SandboxError } from "../errors.ts";
import type { Program } from "./project.ts";
import type { Reporter } from "./reporter.ts";
import { findProgram } from "./user-program.ts";

/** Judges the settings of a stack before any tool is prepared. */
export type SettingsCheck = (
  program: Program,
  stack: string,
  report: Reporter,
  signal: AbortSignal,
) => Promise<void>;

/**
 * A check is a program of the project's own: it is run with `--project DIR --stack NAME`, and only for
 * projects whose folder holds it. Exit status 0 accepts the settings.
 *
 * @param file undefined: nothing is checked
 * @throws SandboxError `program-file-missing`; the check itself `settings-refused`
 */
export async function findSettingsCheck(file: string | undefined): Promise<SettingsCheck> {
  if (file === undefined) return async () => {};
  const path = resolve(file);
  const run = await findProgram("--check", file);
  return async ({ root }, stack, report, signal) => {
    if (!holds(root, path)) return;
    const status = await run(["--project", root, "--stack", stack], report, signal);
    if (status === 0) return;
    throw new SandboxError(
      "settings-refused",
      `the settings of stack ${stack} are refused, so nothing was started. See above.`,
    );
  };
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}
