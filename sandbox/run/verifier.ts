import { SandboxError } from "../errors.ts";
import type { Reporter } from "./reporter.ts";
import { findProgram } from "./user-program.ts";

/** What came of the proof. A failed check is not among it: it ends the rehearsal. */
export type Proof = { proven: true } | { proven: false; reason: string };

/** Runs the user's verifier on a hand-over file. */
export type Verifier = (
  handover: string,
  report: Reporter,
  signal: AbortSignal,
  environment?: NodeJS.ProcessEnv,
) => Promise<Proof>;

/**
 * A verifier is a program whose only argument is the hand-over file. Its exit status says what it
 * found: 0 proven, 1 a check failed, anything else not proven.
 *
 * @param file undefined: there is no verifier, and nothing is proven
 * @throws SandboxError `program-file-missing`
 */
export async function findVerifier(file: string | undefined): Promise<Verifier> {
  if (file === undefined) {
    return async () => ({ proven: false, reason: "no verifier was given (--verify FILE)" });
  }
  const run = await findProgram("--verify", file);
  return async (handover, ...around) => judge(await run([handover], ...around));
}

/** @throws SandboxError `not-proven` when a check failed */
function judge(status: number | null): Proof {
  if (status === 0) return { proven: true };
  if (status === 1) {
    throw new SandboxError("not-proven", "the verifier found a check that failed. See above.");
  }
  const how = status === null ? "was ended by a signal" : `ended with exit status ${status}`;
  return { proven: false, reason: `the verifier ${how}` };
}
