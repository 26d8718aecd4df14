import PQueue from "p-queue";
import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { TokenClient } from "../tokens/client.ts";
import { type ChainOptions, runChain, runEach, unreached } from "./chain.ts";
import {
  ACCOUNT_READBACKS,
  BREAK_GLASS_CHECKS,
  DISABLED_CHECKS,
  LOGIN_CHECKS,
  NEO4J_CHECKS,
  OKTA_CHECKS,
  STACK_READBACKS,
  TOKEN_CHECKS,
} from "./checks/catalogue.ts";
import type { AccountContext, Check, StackContext } from "./checks/check.ts";
import { diagnoseAccount, diagnoseStack } from "./diagnosis/diagnose.ts";
import { type Outcome, stops } from "./outcome.ts";
import { PROBES } from "./probes/index.ts";
import type { ProbeContext } from "./probes/probe.ts";

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
  /** Accounts looked at at the same time. */
  concurrency: number;
  /** Aborted when the run's time is over; what is not done by then counts as not looked at. */
  signal: AbortSignal;
  /** For the refusal probes that need something of the user. */
  given: ProbeContext["given"];
  /** Told of every outcome as it comes; not in the order of the report. */
  onOutcome?: (outcome: Outcome) => void;
}

/** Runs every check; the outcomes are in the order in which a request meets what they check. */
export async function runChecks(input: RunInput): Promise<Outcome[]> {
  return new Run(input).outcomes();
}

/** How many checks a run of these accounts makes. */
export function countChecks(candidates: readonly Pick<Candidate, "account">[]): number {
  const disabled = candidates.filter(({ account }) => account.disabled).length;
  const once = [OKTA_CHECKS, NEO4J_CHECKS, STACK_READBACKS, PROBES, BREAK_GLASS_CHECKS];
  const each = [TOKEN_CHECKS, LOGIN_CHECKS, ACCOUNT_READBACKS];
  return (
    once.flat().length +
    (candidates.length - disabled) * each.flat().length +
    disabled * DISABLED_CHECKS.length
  );
}

class Run {
  readonly #input: RunInput;
  readonly #stack: StackContext;

  constructor(input: RunInput) {
    this.#input = input;
    this.#stack = { ...input.world, contract: input.contract, evidence: {} };
  }

  async outcomes(): Promise<Outcome[]> {
    const { candidates } = this.#input;
    const contexts = candidates.map((candidate) => this.#contextOf(candidate));
    const enabled = contexts.filter(({ account }) => !account.disabled);
    const disabled = contexts.filter(({ account }) => account.disabled);

    const okta = await runChain(OKTA_CHECKS, this.#stack, this.#stackOptions);
    const oktaStop = okta.find(stops);
    const tokens = await this.#perAccount(enabled, TOKEN_CHECKS, () => oktaStop);

    const stopOf = ({ account }: AccountContext) =>
      oktaStop ?? tokens.find((outcome) => outcome.account === account.name && stops(outcome));
    const neo4j = enabled.every(stopOf)
      ? this.#unreached(NEO4J_CHECKS, "no account has a token that is right in every claim")
      : await runChain(NEO4J_CHECKS, this.#stack, this.#stackOptions);
    const neo4jStop = neo4j.find(stops);
    const logins = await this.#perAccount(
      enabled,
      LOGIN_CHECKS,
      (context) => stopOf(context) ?? neo4jStop,
    );
    const refused = await this.#perAccount(disabled, DISABLED_CHECKS, () => oktaStop);
    const readBack = [
      ...(await runEach(STACK_READBACKS, this.#stack, this.#stackOptions)),
      ...(await this.#perAccount(enabled, ACCOUNT_READBACKS, () => undefined)),
    ];
    const witness = enabled.find(
      ({ account, evidence }) =>
        evidence.user && !logins.some((login) => login.account === account.name && stops(login)),
    );
    return [
      ...okta,
      ...tokens,
      ...neo4j,
      ...logins,
      ...refused,
      ...readBack,
      ...(await this.#probe(witness)),
      ...(await runEach(BREAK_GLASS_CHECKS, this.#stack, this.#stackOptions)),
    ];
  }

  /** In parallel; the outcomes are in the order of the accounts. */
  async #perAccount(
    contexts: readonly AccountContext[],
    checks: readonly Check<AccountContext>[],
    stopOf: (context: AccountContext) => Outcome | undefined,
  ): Promise<Outcome[]> {
    const queue = new PQueue({ concurrency: this.#input.concurrency });
    const results = await queue.addAll(
      contexts.map((context) => async () => {
        const stop = stopOf(context);
        const { name } = context.account;
        if (stop) return this.#unreached(checks, `comes after ${stop.check}`, name);
        const options = { ...this.#options, account: name, diagnose: diagnoseAccount };
        return runChain(checks, context, options);
      }),
    );
    return results.flat();
  }

  /** With the token of an account that logged in: without one a refusal proves nothing. */
  async #probe(witness: AccountContext | undefined): Promise<Outcome[]> {
    if (!(witness?.tokens instanceof TokenClient)) {
      return this.#unreached(PROBES, "no account logged in");
    }
    const context = { ...witness, tokens: witness.tokens, given: this.#input.given };
    return runEach<ProbeContext>(PROBES, context, this.#options);
  }

  #unreached<C>(checks: readonly Check<C>[], reason: string, account?: string): Outcome[] {
    const outcomes = unreached(checks, reason, account);
    for (const outcome of outcomes) this.#input.onOutcome?.(outcome);
    return outcomes;
  }

  get #options() {
    const { signal, onOutcome } = this.#input;
    return { signal, ...(onOutcome ? { onOutcome } : {}) };
  }

  get #stackOptions(): ChainOptions<StackContext> {
    return { ...this.#options, diagnose: diagnoseStack };
  }

  #contextOf({ account, tokens }: Candidate): AccountContext {
    const { world, contract } = this.#input;
    return { ...world, contract, account, tokens, stack: this.#stack.evidence, evidence: {} };
  }
}
