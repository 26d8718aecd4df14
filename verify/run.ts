import PQueue from "p-queue";
import { type AccessAccount, type AccessContract, isOfPeopleAlone } from "../access/contract.ts";
import { TokenClient } from "../tokens/client.ts";
import { runChain } from "./chain.ts";
import type { Check } from "./checks/check.ts";
import type { AccountContext, Evidence, Given, StackContext } from "./checks/context.ts";
import { notReached, type Outcome, outcomeOf, stops } from "./outcome.ts";
import { allDisabled } from "./report.ts";
import type { Stage } from "./stage.ts";
import { STAGES } from "./stages.ts";

/** One account to prove. */
export interface Candidate {
  account: AccessAccount;
  tokens: AccountContext["tokens"];
}

/** What a run works with; everything that touches the outside is handed in. */
export interface RunInput {
  contract: AccessContract;
  candidates: readonly Candidate[];
  /** What all checks share: `fetch`, the clock, the database. */
  world: Omit<StackContext, "contract" | "evidence">;
  /** Accounts that are checked at the same time. */
  concurrency: number;
  /** Aborted when the run's time is over; what is not done by then counts as not checked. */
  signal: AbortSignal;
  /** For the refusals that need something of the user. */
  given: Given;
  /** Told of every outcome as it comes; not in the order of the report. */
  onOutcome?: (outcome: Outcome) => void;
}

/** Makes every stage; the outcomes are in the order in which a request meets what they check. */
export async function runChecks(input: RunInput): Promise<Outcome[]> {
  const run = new Run(input);
  for (const stage of STAGES) await run.make(stage);
  return run.outcomes;
}

type Of<T> = Extract<Stage, { of: T }>;

class Run {
  readonly outcomes: Outcome[] = [];
  readonly #input: RunInput;
  /** By name of the account; undefined for the stack's. */
  readonly #evidence = new Map<string | undefined, Evidence>();

  constructor(input: RunInput) {
    this.#input = input;
  }

  async make(stage: Stage): Promise<void> {
    this.outcomes.push(...(await this.#make(stage)));
  }

  #make(stage: Stage): Promise<Outcome[]> {
    if (stage.of === "stack") return this.#onStack(stage);
    return stage.of === "witness" ? this.#withWitness(stage) : this.#perAccount(stage);
  }

  async #onStack(stage: Of<"stack">): Promise<Outcome[]> {
    const alone = !this.#allDisabled && stage.after.length > 0 && this.#arrived(stage).length === 0;
    const reason = this.#stopOf(stage) ?? (alone ? nobodyPassed(stage) : undefined);
    return reason === undefined
      ? this.#chain(stage, stage.checks, this.#stackContext)
      : this.#notReached(stage, undefined, reason);
  }

  /** In parallel; the outcomes are in the order of the accounts. */
  async #perAccount(stage: Of<"account" | "disabled account">): Promise<Outcome[]> {
    const disabled = stage.of === "disabled account";
    const candidates = this.#input.candidates.filter(
      ({ account }) => account.disabled === disabled,
    );
    const queue = new PQueue({ concurrency: this.#input.concurrency });
    const results = await queue.addAll(
      candidates.map((candidate) => async () => {
        const { name } = candidate.account;
        const reason = this.#stopOf(stage, name);
        return reason === undefined
          ? this.#chain(stage, stage.checks, this.#contextOf(candidate), name)
          : this.#notReached(stage, name, reason);
      }),
    );
    return results.flat();
  }

  /** With the token of an account that logged in: without one a refusal proves nothing. */
  async #withWitness(stage: Of<"witness">): Promise<Outcome[]> {
    if (this.#allDisabled) return this.#inapplicable(stage, "no account is enabled");
    const [witness] = this.#arrived(stage);
    if (!(witness?.tokens instanceof TokenClient)) {
      return this.#notReached(stage, undefined, nobodyPassed(stage));
    }
    const { tokens } = witness;
    const context = { ...this.#contextOf(witness), tokens, given: this.#input.given };
    return this.#chain(stage, stage.checks, context);
  }

  async #chain<C extends StackContext>(
    stage: Stage,
    checks: readonly Check<C>[],
    context: C,
    account?: string,
  ): Promise<Outcome[]> {
    const { signal, onOutcome } = this.#input;
    const { outcomes, evidence } = await runChain(checks, context, {
      stage: stage.id,
      account,
      separate: stage.separate ?? false,
      signal,
      ...(onOutcome ? { onOutcome } : {}),
    });
    this.#evidence.set(account, evidence);
    return outcomes;
  }

  #notReached({ id, checks }: Stage, account: string | undefined, reason: string): Outcome[] {
    return this.#tell(checks.map((check) => notReached(check, reason, { stage: id, account })));
  }

  #inapplicable({ id, checks }: Stage, reason: string): Outcome[] {
    const verdict = { status: "inapplicable", reason } as const;
    return this.#tell(checks.map((check) => outcomeOf(check, verdict, { stage: id })));
  }

  #tell(outcomes: Outcome[]): Outcome[] {
    for (const outcome of outcomes) this.#input.onOutcome?.(outcome);
    return outcomes;
  }

  /** Why a stage is not made: what stopped the stack, or this account, before it. */
  #stopOf({ after }: Stage, account?: string): string | undefined {
    const stop = this.outcomes.find(
      (outcome) =>
        after.includes(outcome.stage) &&
        stops(outcome) &&
        (outcome.account === undefined || outcome.account === account),
    );
    return stop && `comes after ${stop.check}`;
  }

  /** The enabled accounts that nothing stopped before this stage. */
  #arrived(stage: Stage): Candidate[] {
    return this.#input.candidates.filter(
      ({ account }) => !account.disabled && this.#stopOf(stage, account.name) === undefined,
    );
  }

  /** Then no service logs in, and what needs a login does not apply; so in a stack of people alone. */
  get #allDisabled(): boolean {
    const { contract, candidates } = this.#input;
    return isOfPeopleAlone(contract) || allDisabled(candidates.map(({ account }) => account));
  }

  get #stackContext(): StackContext {
    const { world, contract } = this.#input;
    return { ...world, contract, evidence: this.#evidence.get(undefined) ?? {} };
  }

  #contextOf({ account, tokens }: Candidate): AccountContext {
    const stack = this.#stackContext;
    const evidence = { ...stack.evidence, ...this.#evidence.get(account.name) };
    return { ...stack, account, tokens, evidence };
  }
}

function nobodyPassed({ after }: Stage): string {
  return `no account passed the stage ${after.at(-1)}`;
}
