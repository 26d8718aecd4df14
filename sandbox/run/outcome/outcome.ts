import { SandboxError } from "../../errors.ts";
import type { Options } from "../options.ts";
import { plain } from "../plain.ts";
import type { Proof } from "../verifier.ts";
import { codeOf } from "./explain.ts";
import type { Journal } from "./journal.ts";
import type { Outcome } from "./schema.ts";

/** Exit status of a rehearsal whose verifier could not prove anything. */
const NOT_PROVEN = 3;

/** What a run ends with. */
type Ending = Pick<Outcome, "verdict" | "exitCode" | "message"> & Partial<Pick<Outcome, "error">>;

/** @param rest what there is to say beside the verdict; empty: nothing */
export function rehearsed(
  journal: Journal,
  proof: Proof,
  { stack, verify }: Pick<Options, "stack" | "verify">,
  rest: string,
): Outcome {
  const said = (sentence: string) => (rest === "" ? sentence : `${sentence} ${rest}`);
  if (proof.proven) {
    const message = said(`Proven: stack ${stack} does what it declares.`);
    return document(journal, { verdict: "proven", exitCode: 0, message });
  }
  const message = said(`Rehearsed, but not proven: ${proof.reason}.`);
  const exitCode = verify === undefined ? 0 : NOT_PROVEN;
  return document(journal, { verdict: "not-proven", exitCode, message });
}

/** @param reason a signal or the end of the time given, as it ends a run */
export function ended(journal: Journal, reason: SandboxError, rest: string): Outcome {
  const verdict = reason.code === "timed-out" ? "timed-out" : "interrupted";
  const { code, exitCode } = reason;
  const message = `${reason.message} ${rest}`.trim();
  return document(journal, { verdict, exitCode, message, error: { code, message } });
}

/** @param rest what state the failure leaves; empty: there is nothing to say */
export function failed(journal: Journal, error: unknown, rest = ""): Outcome {
  const { failedStage } = journal;
  const code = codeOf(error);
  const exitCode = error instanceof SandboxError ? error.exitCode : 1;
  const where = failedStage === undefined ? "" : ` in ${failedStage}`;
  const verdict = exitCode === 2 ? "refused" : "failed";
  const word = verdict === "refused" ? "Refused" : "Failed";
  const message = `${word}${where}: ${code ?? "a bug of the sandbox"}. ${rest}`.trimEnd();
  const told = plain(error instanceof Error ? error.message : String(error));
  const reason = code === undefined ? { message: told } : { code, message: told };
  return document(journal, { verdict, exitCode, message, error: reason });
}

function document(journal: Journal, ending: Ending): Outcome {
  const { proof, proofResult } = journal;
  const result = proofResult === undefined ? {} : { result: proofResult };
  return {
    version: 1,
    ...ending,
    ...journal.facts(),
    ...(proof && { proof: { ...proof, ...result } }),
  };
}
