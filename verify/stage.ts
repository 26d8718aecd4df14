import type { Check } from "./checks/check.ts";
import type {
  AccountContext,
  ProbeContext,
  SignInContext,
  StackContext,
} from "./checks/context.ts";

/** Stable names of the stages. */
export type StageId =
  | "okta"
  | "token"
  | "neo4j"
  | "login"
  | "disabled"
  | "policy"
  | "app"
  | "refusal"
  | "break-glass"
  | "sign-in"
  | "browser"
  | "people"
  | "person";

/** Part of a run. */
export type Stage = {
  id: StageId;
  /** Heading in the troubleshooting guide. */
  title: string;
  /** Stages without which this one proves nothing: it is not made where one of them stopped. */
  after: readonly StageId[];
  /** True: each check stands for itself. Otherwise the first one that is not passed ends the stage. */
  separate?: true;
} & (
  | { of: "stack"; checks: readonly Check<StackContext>[] }
  | { of: "account" | "disabled account"; checks: readonly Check<AccountContext>[] }
  | { of: "witness"; checks: readonly Check<ProbeContext>[] }
  | { of: "sign-in"; checks: readonly Check<SignInContext>[] }
);
