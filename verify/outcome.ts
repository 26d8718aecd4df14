import type { AccessAccount } from "../access/contract.ts";
import type { CheckInfo, Side, Verdict } from "./checks/check.ts";

/** What came of one check, for the stack or for one account. */
export interface Outcome {
  /** Id of the check. */
  check: string;
  title: string;
  /** Name of the account; undefined for what all accounts share. */
  account?: string;
  status: Verdict["status"] | "not_reached";
  optional: boolean;
  expected?: string;
  seen?: string;
  /** Why it was not made, for the statuses `skipped`, `inapplicable` and `not_reached`. */
  reason?: string;
  /** Of a failure: whose setting it is, which one, and how to fix it. */
  side?: Side;
  setting?: string;
  fix?: string;
}

/** `incomplete`: nothing failed, but something that has to be proven could not be looked at. */
export type Proof = "proven" | "failed" | "incomplete";

export interface AccountReport {
  name: string;
  clientId: string;
  owner?: string;
  groups: readonly string[];
  /** The declared roles, sorted. */
  roles: readonly string[];
  disabled: boolean;
  proof: Proof;
}

/** Everything that is known after a run; reports are renderings of it. It holds no secret. */
export interface Report {
  version: 1;
  proof: Proof;
  issuer: string;
  audience: string;
  boltUri: string;
  httpUri: string;
  accounts: AccountReport[];
  /** In the order in which a request meets the checks. */
  outcomes: Outcome[];
  /** Requests to the token endpoint, and how many of them were repetitions. */
  tokenRequests: { sent: number; retries: number };
}

/** The outcome of a check that was made. */
export function outcomeOf(check: CheckInfo, verdict: Verdict, account?: string): Outcome {
  const base = identify(check, account);
  if (verdict.status === "passed") return { ...base, status: "passed", seen: verdict.seen };
  if (verdict.status !== "failed") {
    return { ...base, status: verdict.status, reason: verdict.reason };
  }
  const { side, setting, fix } = { ...check, ...verdict.cause };
  const { expected, seen } = verdict;
  return { ...base, status: "failed", expected, seen, side, setting, fix };
}

/** The outcome of a check that comes after one that was not passed. */
export function notReached(check: CheckInfo, reason: string, account?: string): Outcome {
  return { ...identify(check, account), status: "not_reached", reason };
}

function identify({ id, title, optional = false }: CheckInfo, account: string | undefined) {
  return { check: id, title, optional, ...(account === undefined ? {} : { account }) };
}

/** True if what follows in the same chain has to wait for this. */
export function stops({ status, optional }: Outcome): boolean {
  return status === "failed" || (status === "skipped" && !optional);
}

/** What these outcomes prove together. */
export function proofOf(outcomes: readonly Outcome[]): Proof {
  if (outcomes.some(({ status }) => status === "failed")) return "failed";
  const open = outcomes.some(
    ({ status, optional }) => !optional && (status === "skipped" || status === "not_reached"),
  );
  const passed = outcomes.some(({ status }) => status === "passed");
  return open || !passed ? "incomplete" : "proven";
}

/** The failure that a request meets first: the one to fix. */
export function firstFailure(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.find(({ status }) => status === "failed");
}

/** An account is proven by its own checks; those that all share count for each. */
export function accountReport(account: AccessAccount, outcomes: readonly Outcome[]): AccountReport {
  const { name, clientId, groups, roles, disabled, owner } = account;
  const way = /^(discovery|jwks|neo4j)\./;
  const own = outcomes.filter(
    (outcome) =>
      outcome.account === name ||
      (outcome.account === undefined && !disabled && way.test(outcome.check)),
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
