import type { AccessAccount } from "../access/contract.ts";
import type { ContractSignIn } from "../access/sign-in/contract.ts";
import type { Outcome } from "./outcome.ts";

/** `incomplete`: nothing failed, but something that has to be proven was not checked. */
export type Proof = "proven" | "failed" | "incomplete";

/** What a run shows of one account. */
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

/** What a run shows of one way for people to sign in. */
export interface SignInReport extends Pick<ContractSignIn, "id" | "provider" | "groups"> {
  proof: Proof;
}

/** Everything that is known after a run; what is written are renderings of it. It holds no secret. */
export interface Report {
  version: 1;
  proof: Proof;
  issuer: string;
  audience: string;
  boltUri: string;
  httpUri: string;
  accounts: AccountReport[];
  /** Absent where the stack has none. */
  signIns?: SignInReport[];
  /** In the order in which a request meets the checks. */
  outcomes: Outcome[];
  /** Requests to the token endpoint, and how many of them were repetitions. */
  tokenRequests: { sent: number; retries: number };
}

/**
 * What a run proves of the stack. Where every account is disabled, that is only that each of them gets
 * no token: each has to be proven.
 */
export function stackProof(
  outcomes: readonly Outcome[],
  accounts: readonly Pick<AccountReport, "disabled" | "proof">[],
): Proof {
  const proof = proofOf(outcomes);
  const open = accounts.some((account) => account.proof === "incomplete");
  return proof === "proven" && allDisabled(accounts) && open ? "incomplete" : proof;
}

/** Whether there are accounts, and none of them may log in. */
export function allDisabled(accounts: readonly Pick<AccountReport, "disabled">[]): boolean {
  return accounts.length > 0 && accounts.every(({ disabled }) => disabled);
}

/** What these outcomes prove together. */
function proofOf(outcomes: readonly Outcome[]): Proof {
  if (outcomes.some(({ status }) => status === "failed")) return "failed";
  const open = outcomes.some(
    ({ status, optional }) => !optional && (status === "skipped" || status === "not_reached"),
  );
  const passed = outcomes.some(({ status }) => status === "passed");
  return open || !passed ? "incomplete" : "proven";
}

/** An account is proven by its own checks, and by those of the stack that lie on its way. */
export function accountReport(account: AccessAccount, outcomes: readonly Outcome[]): AccountReport {
  const { name, clientId, groups, roles, disabled, owner } = account;
  const own = outcomes.filter((outcome) =>
    outcome.account === undefined
      ? !disabled && ["okta", "neo4j"].includes(outcome.stage)
      : outcome.account === name,
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

/**
 * A sign-in is proven by its own checks.
 *
 * @param asked whether its identity provider was asked: without that nothing is proven
 */
export function signInReport(
  { id, provider, groups }: ContractSignIn,
  outcomes: readonly Outcome[],
  asked: boolean,
): SignInReport {
  const proof = proofOf(outcomes.filter(({ signIn }) => signIn === id));
  return { id, provider, groups, proof: proof === "proven" && !asked ? "incomplete" : proof };
}
