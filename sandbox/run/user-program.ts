import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { SandboxError } from "../errors.ts";
import type { Reporter } from "./reporter.ts";

/**
 * Runs a program of the user's; its lines are the user's to read.
 *
 * @returns its exit status; null: a signal ended it
 */
export type UserProgram = (
  args: readonly string[],
  report: Reporter,
  signal: AbortSignal,
  /** Variables beside those of this process. Default: none. */
  environment?: NodeJS.ProcessEnv,
) => Promise<number | null>;

/** Files that Node.js runs; any other file is a program by itself. */
const MODULE = /\.[cm]?[jt]s$/;

/**
 * The program that an option names: a Node.js module, run with the sandbox's own Node.js, or any
 * executable.
 *
 * @throws SandboxError `program-file-missing`
 */
export async function findProgram(option: string, file: string): Promise<UserProgram> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new SandboxError(
      "program-file-missing",
      `${option} ${file}: ${path} is not a file. Fix: name a Node.js module or an executable, without arguments.`,
      { exitCode: 2 },
    );
  }
  const [program, first] = MODULE.test(path) ? [process.execPath, [path]] : [path, []];
  return (args, report, signal, environment = {}) => {
    const env = { ...process.env, ...environment };
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    const child = spawn(program, [...first, ...args], { stdio, signal, env });
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", report.line);
    }
    return new Promise((settle, reject) => {
      child.on("error", reject);
      child.on("close", settle);
    });
  };
}
