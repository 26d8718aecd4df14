import PQueue from "p-queue";
import { type AccessAccount, type AccessContract, isOfPeopleAlone } from "../access/contract.ts";
import type { ContractSignIn } from "../access/sign-in/contract.ts";
import { TokenClient } from "../tokens/client.ts";
import { runChain } from "./chain.ts";
import type { Check } from "./checks/check.ts";
import type {
  AccountContext,
  Evidence,
  Given,
  SignInContext,
  StackContext,
} from "./checks/context.ts";
import { notReached, type Outcome, outcomeOf, type Place, stops } from "./outcome.ts";
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

/** For what a stage is made: an account, a sign-in, or (neither) the stack. */
type Whom = Omit<Place, "stage">;

class Run {
  readonly outcomes: Outcome[] = [];
  readonly #input: RunInput;
  readonly #evidence = new Map<string, Evidence>();

  constructor(input: RunInput) {
    this.#input = input;
  }

  async make(stage: Stage): Promise<void> {
    this.outcomes.push(...(await this.#make(stage)));
  }

  #make(stage: Stage): Promise<Outcome[]> {
    if (stage.of === "stack") return this.#onStack(stage);
    if (stage.of === "sign-in") return this.#perSignIn(stage);
    return stage.of === "witness" ? this.#withWitness(stage) : this.#perAccount(stage);
  }

  async #onStack(stage: Of<"stack">): Promise<Outcome[]> {
    const alone = !this.#nobodyLogsIn && stage.after.length > 0;
    const nobody = alone && this.#arrived(stage).length === 0;
    const reason = this.#stopOf(stage) ?? (nobody ? nobodyPassed(stage) : undefined);
    return reason === undefined
      ? this.#chain(stage, stage.checks, this.#stackContext)
      : this.#notReached(stage, reason);
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
        const reason = this.#stopOf(stage, { account: name });
        return reason === undefined
          ? this.#chain(stage, stage.checks, this.#contextOf(candidate), { account: name })
          : this.#notReached(stage, reason, { account: name });
      }),
    );
    return results.flat();
  }

  /** One after the other, in the order in which Neo4j tries them. */
  async #perSignIn(stage: Of<"sign-in">): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const signIn of this.#input.contract.signIns ?? []) {
      const whom = { signIn: signIn.id };
      const reason = this.#stopOf(stage, whom);
      const made =
        reason === undefined
          ? await this.#chain(stage, stage.checks, this.#signInContext(signIn), whom)
          : this.#notReached(stage, reason, whom);
      outcomes.push(...made);
    }
    return outcomes;
  }

  /** With the token of an account that logged in: without one a refusal proves nothing. */
  async #withWitness(stage: Of<"witness">): Promise<Outcome[]> {
    if (this.#nobodyLogsIn) return this.#inapplicable(stage, "no account is enabled");
    const [witness] = this.#arrived(stage);
    if (!(witness?.tokens instanceof TokenClient)) {
      return this.#notReached(stage, nobodyPassed(stage));
    }
    const { tokens } = witness;
    const context = { ...this.#contextOf(witness), tokens, given: this.#input.given };
    return this.#chain(stage, stage.checks, context);
  }

  async #chain<C extends StackContext>(
    stage: Stage,
    checks: readonly Check<C>[],
    context: C,
    whom: Whom = {},
  ): Promise<Outcome[]> {
    const { signal, onOutcome } = this.#input;
    const { outcomes, evidence } = await runChain(checks, context, {
      stage: stage.id,
      ...whom,
      separate: stage.separate ?? false,
      signal,
      ...(onOutcome ? { onOutcome } : {}),
    });
    this.#evidence.set(keyOf(whom), evidence);
    return outcomes;
  }

  #notReached({ id, checks }: Stage, reason: string, whom: Whom = {}): Outcome[] {
    return this.#tell(checks.map((check) => notReached(check, reason, { stage: id, ...whom })));
  }

  #inapplicable({ id, checks }: Stage, reason: string): Outcome[] {
    const verdict = { status: "inapplicable", reason } as const;
    return this.#tell(checks.map((check) => outcomeOf(check, verdict, { stage: id })));
  }

  #tell(outcomes: Outcome[]): Outcome[] {
    for (const outcome of outcomes) this.#input.onOutcome?.(outcome);
    return outcomes;
  }

  /** Why a stage is not made: what stopped the stack, or this account or sign-in, before it. */
  #stopOf({ after }: Stage, { account, signIn }: Whom = {}): string | undefined {
    const stop = this.outcomes.find(
      (outcome) =>
        after.includes(outcome.stage) &&
        stops(outcome) &&
        (outcome.account === undefined || outcome.account === account) &&
        (outcome.signIn === undefined || outcome.signIn === signIn),
    );
    return stop && `comes after ${stop.check}`;
  }

  /** The enabled accounts that nothing stopped before this stage. */
  #arrived(stage: Stage): Candidate[] {
    return this.#enabled.filter(
      ({ account }) => this.#stopOf(stage, { account: account.name }) === undefined,
    );
  }

  /** By what is declared; then what needs a login does not apply. */
  get #nobodyLogsIn(): boolean {
    const { candidates, contract } = this.#input;
    const some = candidates.length > 0 || isOfPeopleAlone(contract);
    return some && this.#enabled.length === 0;
  }

  get #enabled(): Candidate[] {
    return this.#input.candidates.filter(({ account }) => !account.disabled);
  }

  get #stackContext(): StackContext {
    const { world, contract } = this.#input;
    return { ...world, contract, evidence: this.#evidence.get(keyOf({})) ?? {} };
  }

  /** What was seen of Okta's servers for services says nothing here. */
  #signInContext(signIn: ContractSignIn): SignInContext {
    const evidence = this.#evidence.get(keyOf({ signIn: signIn.id })) ?? {};
    return { ...this.#stackContext, signIn, evidence };
  }

  #contextOf({ account, tokens }: Candidate): AccountContext {
    const stack = this.#stackContext;
    const evidence = { ...stack.evidence, ...this.#evidence.get(keyOf({ account: account.name })) };
    return { ...stack, account, tokens, evidence };
  }
}

function keyOf({ account, signIn }: Whom): string {
  return JSON.stringify([account, signIn]);
}

function nobodyPassed({ after }: Stage): string {
  return `no account passed the stage ${after.at(-1)}`;
}
