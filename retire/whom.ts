import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { correction } from "../access/meant.ts";
import type { Options } from "./options.ts";
import { refused } from "./refused.ts";

/** Whom it is about. */
export interface Whom {
  name: string;
  clientId: string;
  /** Undefined: the contract does not have it any more. */
  declared: AccessAccount | undefined;
}

/** @throws Neo4jOktaError `retire-account` where nobody can tell its client id, or it is somebody else's */
export function whomOf(
  { accounts }: AccessContract,
  { account: name, clientId }: Pick<Options, "account" | "clientId">,
): Whom {
  const declared = accounts.find((one) => one.name === name);
  const id = clientId ?? declared?.clientId;
  if (id === undefined) {
    const names = accounts.map((one) => one.name);
    const meant = correction(name, names, `give one of ${names.join(", ") || "none"}`);
    throw refused(
      "retire-account",
      `the contract does not have ${name}. Fix: ${meant}; for one that is removed give its client id by --client-id`,
    );
  }
  const owner = accounts.find((one) => one.clientId === id);
  if (owner !== declared) {
    const whose = owner === undefined ? `not that of ${name}` : `that of ${owner.name}`;
    throw refused(
      "retire-account",
      `--client-id ${id} is ${whose}. Fix: give the client id of ${name}`,
    );
  }
  return { name, clientId: id, declared };
}
