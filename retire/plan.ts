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
    { ...steps.bound(contract), isPast: isOff },
    { ...steps.grace(found, called), isPast: isOff },
    { ...steps.keep(called), isPast: isOff },
    { ...steps.disable(called), isPast: isOff },
    { ...steps.watch(contract), isPast: status === "absent" },
    { ...steps.prove(called), isPast: status === "absent" },
    { ...steps.remove(contract, found, called), isPast: status === "absent" },
    { ...steps.proveRemoved(called), isPast: false },
  ];
  return { account: called.account, status, steps: order };
}
