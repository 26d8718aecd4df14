import type { Cause, Check, Verdict } from "./checks/check.ts";
import { notReached, type Outcome, outcomeOf, stops } from "./outcome.ts";

/** Finds the exact cause of a failure by reading settings back; undefined where that tells no more. */
export type Diagnose<C> = (
  check: Check<C>,
  verdict: Extract<Verdict, { status: "failed" }>,
  context: C,
) => Promise<(Partial<Cause> & { seen?: string }) | undefined>;

export interface ChainOptions<C> {
  account?: string;
  diagnose?: Diagnose<C>;
  /** Aborted when the run's time is over. */
  signal: AbortSignal;
  onOutcome?: (outcome: Outcome) => void;
}

/** Runs checks in their order; after one that is not passed the rest is not reached. */
export async function runChain<C>(
  checks: readonly Check<C>[],
  context: C,
  options: ChainOptions<C>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let stoppedBy: string | undefined;
  for (const check of checks) {
    const outcome =
      stoppedBy === undefined
        ? await judge(check, context, options)
        : notReached(check, `comes after ${stoppedBy}`, options.account);
    if (stoppedBy === undefined && stops(outcome)) stoppedBy = check.id;
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return outcomes;
}

/** Runs checks that stand each for itself. */
export async function runEach<C>(
  checks: readonly Check<C>[],
  context: C,
  options: ChainOptions<C>,
): Promise<Outcome[]> {
  const outcomes = [];
  for (const check of checks) outcomes.push(...(await runChain([check], context, options)));
  return outcomes;
}

/** The same checks as {@link runChain}, none of them made. */
export function unreached<C>(
  checks: readonly Check<C>[],
  reason: string,
  account?: string,
): Outcome[] {
  return checks.map((check) => notReached(check, reason, account));
}

async function judge<C>(check: Check<C>, context: C, options: ChainOptions<C>): Promise<Outcome> {
  const verdict = await inTime(check, context, options.signal);
  if (verdict.status !== "failed") return outcomeOf(check, verdict, options.account);
  const found = await options.diagnose?.(check, verdict, context).catch(() => undefined);
  const { seen = verdict.seen, ...cause } = found ?? {};
  return outcomeOf(
    check,
    { ...verdict, seen, cause: { ...verdict.cause, ...cause } },
    options.account,
  );
}

async function inTime<C>(check: Check<C>, context: C, signal: AbortSignal): Promise<Verdict> {
  const late: Verdict = { status: "skipped", reason: "the time limit was reached" };
  if (signal.aborted) return late;
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const stop = () => resolve(late);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([check.run(context), promise]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: "skipped", reason: `could not look: ${reason}` };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
