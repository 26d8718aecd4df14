import type { AccessContract } from "../access/contract.ts";
import type { Called, Step } from "./step.ts";
import * as steps from "./steps.ts";

/** How an account goes, by what is deployed of it. */
export interface RetirePlan {
  account: string;
  status: "active" | "disabled" | "absent";
  steps: readonly Step[];
}

/** The order in which an account of a stack goes: its last token is what lives longest. */
export function retirePlan(contract: AccessContract, called: Called): RetirePlan {
  const found = contract.accounts.find(({ name }) => name === called.account);
  const status = found === undefined ? "absent" : found.disabled ? "disabled" : "active";
  const isOff = status !== "active";
  const order: Step[] = [
    { ...steps.bound(contract), isDone: isOff },
    { ...steps.grace(found, called), isDone: isOff },
    { ...steps.keep(called), isDone: isOff },
    { ...steps.disable(called), isDone: isOff },
    { ...steps.prove(called), isDone: status === "absent" },
    { ...steps.watch(contract), isDone: status === "absent" },
    { ...steps.remove(contract, found, called), isDone: status === "absent" },
    { ...steps.proveRemoved(found, called), isDone: false },
  ];
  return { account: called.account, status, steps: order };
}
