import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { secretName } from "../command/secret-name.ts";
import { commandDestination } from "./destinations/command.ts";
import type { Destination } from "./destinations/destination.ts";
import { fileDestination } from "./destinations/file.ts";
import { secretDestination } from "./destinations/secret.ts";
import { type Options, usage } from "./options.ts";
import { fileState } from "./states/file.ts";
import { secretState } from "./states/secret.ts";
import type { State } from "./states/state.ts";

const KUBERNETES = "kubernetes:";

/** Where the records are, by the command line. @throws Neo4jOktaError `rotation-usage` */
export function stateOf({ state }: Pick<Options, "state">): State {
  if (!state.startsWith(KUBERNETES)) return fileState(state);
  return secretState(secretName(state.slice(KUBERNETES.length), usage, `--state ${KUBERNETES}`));
}

/** Where an account's service reads its credential, by the command line. @throws Neo4jOktaError `rotation-usage` */
export function destinationOf(
  { secret, output, to = "", secretCommand: from = "" }: Options,
  account: AccessAccount,
  contract: AccessContract,
): Destination {
  if (secret !== undefined) {
    const name = secretName(secret.replaceAll("{account}", account.name), usage);
    return secretDestination(name, account, contract);
  }
  if (output !== undefined) return fileDestination(output, account);
  return commandDestination({ to, from }, account);
}

/** Several accounts have several places. @throws Neo4jOktaError `rotation-usage` */
export function refuseOnePlace(
  { secret, to, jwks }: Options,
  accounts: readonly AccessAccount[],
): void {
  const one = Object.entries({ secret, to, jwks }).find(
    ([, place]) => place !== undefined && !place.includes("{account}"),
  );
  if (accounts.length < 2 || one === undefined) return;
  throw usage(
    `--${one[0]} ${one[1]} is one place, and there are ${accounts.length} accounts: write {account} where the name goes`,
  );
}
