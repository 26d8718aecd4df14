import PQueue from "p-queue";
import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { type Diagnose, runChain, unreached } from "./chain.ts";
import {
  DISABLED_CHECKS,
  LOGIN_CHECKS,
  NEO4J_CHECKS,
  OKTA_CHECKS,
  TOKEN_CHECKS,
} from "./checks/catalogue.ts";
import type { AccountContext, Check, StackContext } from "./checks/check.ts";
import { type AccountReport, type Outcome, proofOf, type Report, stops } from "./outcome.ts";

/** One account to prove. */
export interface Candidate {
  account: AccessAccount;
  tokens: AccountContext["tokens"];
}

/** What a run works with; everything that touches the outside is handed in. */
export interface RunInput {
  contract: AccessContract;
  candidates: readonly Candidate[];
  /** All contexts share it: `fetch`, the clock, the database. */
  world: Pick<StackContext, "fetch" | "timeout" | "now" | "delay" | "neo4j">;
  /** Accounts looked at at the same time. */
  concurrency: number;
  /** Aborted when the run's time is over; what is not done by then counts as not looked at. */
  signal: AbortSignal;
  /** Checks after the accounts' own, given an account that logged in: each stands for itself. */
  closing?: (contexts: readonly AccountContext[]) => Promise<Outcome[]>;
  diagnose?: { stack?: Diagnose<StackContext>; account?: Diagnose<AccountContext> };
  /** Told of every outcome as it comes; not in the order of the report. */
  onOutcome?: (outcome: Outcome) => void;
}

/** Runs every check in the order in which a request meets what it checks. */
export async function runChecks(
  input: RunInput,
): Promise<Pick<Report, "proof" | "accounts" | "outcomes">> {
  const { contract, candidates, signal, diagnose, onOutcome } = input;
  const stack: StackContext = { ...input.world, contract, evidence: {} };
  const stackChain = (checks: readonly Check<StackContext>[]) =>
    runChain(checks, stack, {
      signal,
      ...(diagnose?.stack ? { diagnose: diagnose.stack } : {}),
      ...(onOutcome ? { onOutcome } : {}),
    });
  const accountChain = (checks: readonly Check<AccountContext>[], context: AccountContext) =>
    runChain(checks, context, {
      signal,
      account: context.account.name,
      ...(diagnose?.account ? { diagnose: diagnose.account } : {}),
      ...(onOutcome ? { onOutcome } : {}),
    });

  const okta = await stackChain(OKTA_CHECKS);
  const oktaStop = okta.find(stops);
  const disabled = candidates.filter(({ account }) => account.disabled);
  const enabled = candidates.filter(({ account }) => !account.disabled);
  const contextOf = ({ account, tokens }: Candidate): AccountContext => ({
    ...input.world,
    contract,
    account,
    tokens,
    stack: stack.evidence,
    evidence: {},
  });

  const runs = enabled.map((candidate) => ({
    context: contextOf(candidate),
    token: [] as Outcome[],
    login: [] as Outcome[],
  }));
  await inParallel(input.concurrency, runs, async (run) => {
    run.token = oktaStop
      ? unreached(TOKEN_CHECKS, `comes after ${oktaStop.check}`, run.context.account.name)
      : await accountChain(TOKEN_CHECKS, run.context);
  });
  const withToken = runs.filter(({ token }) => !token.some(stops) && !oktaStop);
  const neo4j =
    withToken.length > 0
      ? await stackChain(NEO4J_CHECKS)
      : unreached(NEO4J_CHECKS, "no account has a token that is right in every claim");
  const neo4jStop = neo4j.find(stops);
  await inParallel(input.concurrency, runs, async (run) => {
    const stop = oktaStop ?? run.token.find(stops) ?? neo4jStop;
    run.login = stop
      ? unreached(LOGIN_CHECKS, `comes after ${stop.check}`, run.context.account.name)
      : await accountChain(LOGIN_CHECKS, run.context);
  });
  const refused = disabled.map((candidate) => ({
    context: contextOf(candidate),
    outcomes: [] as Outcome[],
  }));
  await inParallel(input.concurrency, refused, async (run) => {
    run.outcomes = oktaStop
      ? unreached(DISABLED_CHECKS, `comes after ${oktaStop.check}`, run.context.account.name)
      : await accountChain(DISABLED_CHECKS, run.context);
  });
  const loggedIn = runs.filter(({ login }) => login.length > 0 && !login.some(stops));
  const closing = (await input.closing?.(loggedIn.map(({ context }) => context))) ?? [];

  const outcomes = [
    ...okta,
    ...runs.flatMap(({ token }) => token),
    ...neo4j,
    ...runs.flatMap(({ login }) => login),
    ...refused.flatMap((run) => run.outcomes),
    ...closing,
  ];
  return {
    proof: proofOf(outcomes),
    accounts: candidates.map(({ account }) => reportOf(account, outcomes)),
    outcomes,
  };
}

async function inParallel<T>(
  concurrency: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency });
  await queue.addAll(items.map((item) => () => work(item)));
}

/** An account is proven by its own checks; what all share counts for each. */
function reportOf(account: AccessAccount, outcomes: readonly Outcome[]): AccountReport {
  const { name, clientId, groups, roles, disabled, owner } = account;
  const shared = ["discovery.", "jwks.", "neo4j."];
  const own = outcomes.filter(
    (outcome) =>
      outcome.account === name ||
      (outcome.account === undefined &&
        !disabled &&
        shared.some((prefix) => outcome.check.startsWith(prefix))),
  );
  return {
    name,
    clientId,
    ...(owner === undefined ? {} : { owner }),
    groups,
    roles,
    disabled,
    proof: proofOf(own),
  };
}

/** How many checks a run of these accounts makes, closing ones not counted. */
export function countChecks(candidates: readonly Candidate[]): number {
  const disabled = candidates.filter(({ account }) => account.disabled).length;
  const perAccount = TOKEN_CHECKS.length + LOGIN_CHECKS.length;
  return (
    OKTA_CHECKS.length +
    NEO4J_CHECKS.length +
    (candidates.length - disabled) * perAccount +
    disabled * DISABLED_CHECKS.length
  );
}
