import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { SandboxError } from "../errors.ts";
import type { Reporter } from "./reporter.ts";

/** What came of the proof. A failed check is not among it: it ends the rehearsal. */
export type Proof = { proven: true } | { proven: false; reason: string };

/** Runs the user's verifier on a hand-over file. */
export type Verifier = (handover: string, report: Reporter, signal: AbortSignal) => Promise<Proof>;

/** Files that Node.js runs; any other file is a program by itself. */
const MODULE = /\.[cm]?[jt]s$/;

/**
 * A verifier is a file: a Node.js module, run with the sandbox's own Node.js, or any executable. Its
 * exit status says what it found: 0 proven, 1 a check failed, anything else not proven.
 *
 * @param file undefined: there is no verifier, and nothing is proven
 * @throws SandboxError `verifier-missing`
 */
export async function findVerifier(file: string | undefined): Promise<Verifier> {
  if (file === undefined) {
    return async () => ({ proven: false, reason: "no verifier was given (--verify FILE)" });
  }
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new SandboxError(
      "verifier-missing",
      `--verify ${file}: ${path} is not a file. Fix: name a Node.js module or an executable, without arguments.`,
      { exitCode: 2 },
    );
  }
  const [program, ...args] = MODULE.test(path) ? [process.execPath, path] : [path];
  return async (handover, report, signal) =>
    judge(await run(program ?? path, [...args, handover], report, signal));
}

/** @throws SandboxError `not-proven` when a check failed */
function judge(status: number | null): Proof {
  if (status === 0) return { proven: true };
  if (status === 1) {
    throw new SandboxError("not-proven", "the verifier found a check that failed. See above.");
  }
  const how = status === null ? "was ended by a signal" : `ended with exit status ${status}`;
  return { proven: false, reason: `the verifier ${how}. See above` };
}

function run(
  program: string,
  args: string[],
  report: Reporter,
  signal: AbortSignal,
): Promise<number | null> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], signal });
  child.stdout.setEncoding("utf8").on("data", report.output);
  child.stderr.setEncoding("utf8").on("data", report.output);
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", settle);
  });
}
