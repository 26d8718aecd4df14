import { Neo4jOktaError } from "../access/errors.ts";
import { OktaApiError } from "../okta-api/errors.ts";
import { reasonOf } from "../tokens/http.ts";
import type { Check, Verdict } from "./checks/check.ts";
import type { Evidence } from "./checks/context.ts";
import { notReached, type Outcome, outcomeOf, type Place, stops } from "./outcome.ts";

/** How a chain is run. */
export interface ChainOptions extends Place {
  /** True: each check stands for itself, and none stops those after it. Default: false. */
  separate?: boolean;
  /** Aborted when the run's time is over; what is not done by then counts as not checked. */
  signal: AbortSignal;
  /** Told of every outcome as it comes. */
  onOutcome?: (outcome: Outcome) => void;
}

/**
 * Runs checks in their order, each with the evidence of those before it; after one that is not
 * passed the rest is not reached.
 *
 * @returns the outcomes, and all evidence, that of the context included
 */
export async function runChain<C extends { evidence: Evidence }>(
  checks: readonly Check<C>[],
  context: C,
  options: ChainOptions,
): Promise<{ outcomes: Outcome[]; evidence: Evidence }> {
  const outcomes: Outcome[] = [];
  let { evidence } = context;
  let stoppedBy: string | undefined;
  for (const check of checks) {
    let outcome: Outcome;
    if (stoppedBy === undefined) {
      const verdict = await judge(check, { ...context, evidence }, options.signal);
      evidence = { ...evidence, ...verdict.evidence };
      outcome = outcomeOf(check, verdict, options);
      if (stops(outcome) && !options.separate) stoppedBy = check.id;
    } else {
      outcome = notReached(check, `comes after ${stoppedBy}`, options);
    }
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return { outcomes, evidence };
}

async function judge<C extends { evidence: Evidence }>(
  check: Check<C>,
  context: C,
  signal: AbortSignal,
): Promise<Verdict> {
  const verdict = await inTime(() => check.run(context), signal);
  // Settings read back do not tell why something is out of reach.
  if (verdict.status !== "failed" || verdict.cause?.side === "network") return verdict;
  const evidence = { ...context.evidence, ...verdict.evidence };
  return inTime(async () => {
    const found = await check.diagnose?.({ ...context, evidence });
    if (found === undefined) return verdict;
    const { seen, ...cause } = found;
    return { ...verdict, seen: `${verdict.seen}; read back: ${seen}`, cause };
  }, signal).then((diagnosed) => (diagnosed.status === "failed" ? diagnosed : verdict));
}

/** A check that crashes, or does not end in time, shows nothing of the stack. What Okta refuses was asked for. */
async function inTime(work: () => Promise<Verdict>, signal: AbortSignal): Promise<Verdict> {
  const late: Verdict = { status: "skipped", reason: "the time limit was reached" };
  if (signal.aborted) return late;
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const stop = () => resolve(late);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } catch (error) {
    const needed = error instanceof OktaApiError;
    if (error instanceof Neo4jOktaError)
      return { status: "skipped", reason: error.message, needed };
    return { status: "skipped", reason: `the check itself failed: ${reasonOf(error)}` };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
