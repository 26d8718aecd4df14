import type { CheckInfo, Side, Verdict } from "./checks/check.ts";
import type { StageId } from "./stage.ts";

/** Where in a run a check was made. */
export interface Place {
  stage: StageId;
  /** Name of the account; undefined for what all accounts share. */
  account?: string | undefined;
  /** Id of the sign-in; undefined for everything else. */
  signIn?: string | undefined;
}

/** What came of one check, for the stack or for one account. */
export interface Outcome {
  /** Id of the check. */
  check: string;
  /** What holds when the check passes. */
  title: string;
  stage: StageId;
  /** Name of the account; undefined for what all accounts share. */
  account?: string;
  /** Id of the sign-in; undefined for everything else. */
  signIn?: string;
  /** `not_reached`: something before it in the same chain was not passed. */
  status: Verdict["status"] | "not_reached";
  /** True: a proof does not need it. */
  optional: boolean;
  /** Of a failure: what should have been seen. */
  expected?: string;
  /** What was seen, of a check that passed or failed. */
  seen?: string;
  /** Why it was not made, for the statuses `skipped`, `inapplicable` and `not_reached`. */
  reason?: string;
  /** Of a failure: whose setting it is, which one, and how to fix it. */
  side?: Side;
  setting?: string;
  fix?: string;
}

/** The outcome of a check that was made. */
export function outcomeOf(check: CheckInfo, verdict: Verdict, place: Place): Outcome {
  const base = identify(check, place);
  if (verdict.status === "passed") return { ...base, status: "passed", seen: verdict.seen };
  if (verdict.status !== "failed") {
    const needed = verdict.status === "skipped" && verdict.needed === true;
    const optional = base.optional && !needed;
    return { ...base, optional, status: verdict.status, reason: verdict.reason };
  }
  const { side, setting, fix } = { ...check, ...verdict.cause };
  const { expected, seen } = verdict;
  return { ...base, status: "failed", expected, seen, side, setting, fix };
}

/** The outcome of a check that comes after one that was not passed. */
export function notReached(check: CheckInfo, reason: string, place: Place): Outcome {
  return { ...identify(check, place), status: "not_reached", reason };
}

function identify({ id, title, optional = false }: CheckInfo, { stage, account, signIn }: Place) {
  return {
    ...{ check: id, title, stage, optional },
    ...(account === undefined ? {} : { account }),
    ...(signIn === undefined ? {} : { signIn }),
  };
}

/** True for a check that has to be passed for a proof, and could not be made. */
export function isOpen({ status, optional }: Outcome): boolean {
  return status === "skipped" && !optional;
}

/** True if what follows in the same chain has to wait for this. */
export function stops(outcome: Outcome): boolean {
  return outcome.status === "failed" || isOpen(outcome);
}

/** The failure that a request meets first: the one to fix. */
export function firstFailure(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.find(({ status }) => status === "failed");
}
