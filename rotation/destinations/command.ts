import type { AccessAccount } from "../../access/contract.ts";
import { Neo4jOktaError } from "../../access/errors.ts";
import { giveToCommand } from "../../keygen/destinations/command.ts";
import { findCredential } from "../../verify/inputs/credentials.ts";
import type { Destination } from "./destination.ts";
import { credentialIn, textOf } from "./text.ts";

/** Two commands: one takes a credential on its standard input, the other prints what the service reads. */
export function commandDestination(
  { to, from }: { to: string; from: string },
  account: AccessAccount,
): Destination {
  return {
    place: "--secret-command",
    async read() {
      const found = await findCredential(account, { command: from, environment: {}, outputs: {} });
      if ("missing" in found) {
        if (found.missing.startsWith("no ")) return undefined;
        throw new Neo4jOktaError(
          "rotation-delivery",
          `${account.name}: ${found.missing}. Fix: mend the command of --secret-command.`,
        );
      }
      const { credential } = found;
      const text = "privateKey" in credential ? credential.privateKey : credential.clientSecret;
      return credentialIn(text, credential.kind);
    },
    write: (credential) =>
      giveToCommand(to.replaceAll("{account}", account.name), textOf(credential)),
  };
}
