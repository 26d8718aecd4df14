import type { AccessContract } from "../access/contract.ts";
import { writePrivateFile } from "../command/private-file.ts";
import { TokenClient } from "../tokens/client.ts";
import { TokenError } from "../tokens/errors.ts";
import { findCredential } from "../verify/inputs/credentials.ts";
import { readContractFile, readStack } from "../verify/inputs/outputs.ts";
import type { Options } from "./options.ts";
import { refused } from "./refused.ts";
import type { Whom } from "./whom.ts";

/** What gets tokens as the account, or a sentence on why nothing does. */
export type Tokens = TokenClient | { missing: string };

interface Sources extends Pick<Options, "stack" | "contract" | "project" | "secrets"> {
  environment: Readonly<Record<string, string | undefined>>;
}

/** By the account's credential, wherever it is found. */
export async function tokensOf(
  { issuer, tokenEndpoint, scope }: AccessContract,
  { name, clientId, declared }: Whom,
  { environment, secrets: directory, ...given }: Sources,
): Promise<Tokens> {
  const sources = { environment, ways: "--secrets", ...(directory && { directory }) };
  // Of one that is removed nobody knows any more how it proved itself.
  const kinds = declared
    ? [declared.credential]
    : (["client_secret_basic", "private_key_jwt"] as const);
  const gone = { name, clientId, groups: [], roles: [], disabled: true };
  // The outputs are asked last, as Pulumi wants the stack's passphrase for them.
  const outputs = [
    () => ({}),
    ...(declared && declared.credential !== "private_key_jwt" ? [() => credentialsOf(given)] : []),
  ];
  let missing = "";
  for (const read of outputs) {
    for (const credential of kinds) {
      const account = declared ?? { ...gone, credential };
      const found = await findCredential(account, { ...sources, outputs: await read() });
      if ("credential" in found) {
        const asked = { issuer, tokenEndpoint, scope, clientId };
        return new TokenClient({ ...asked, credential: found.credential });
      }
      missing = found.missing;
    }
  }
  return { missing };
}

/** The client secrets of the stack's outputs, where there are any. */
async function credentialsOf({ stack, project, contract = "" }: Omit<Sources, "environment">) {
  const outputs = stack === undefined ? readContractFile(contract) : readStack(stack, project);
  return (await outputs).credentials;
}

/**
 * Keeps a last token in a new file, for its owner alone.
 *
 * @returns what is to be said
 * @throws Neo4jOktaError `retire-account` without a credential, `retire-token`, `retire-file`
 */
export async function keepToken(tokens: Tokens, file: string): Promise<string> {
  if (!("getToken" in tokens)) throw refused("retire-account", `--keep-token: ${tokens.missing}`);
  const { accessToken, expiresAt } = await tokens.getToken().catch((error: unknown) => {
    if (!(error instanceof TokenError)) throw error;
    throw refused(
      "retire-token",
      `--keep-token: ${error.message.replace(/\.$/, "")}. Fix: give the credential that the account has now, or try again once Okta answers`,
    );
  });
  await writePrivateFile(file, `${accessToken}\n`, (code) =>
    refused(
      "retire-file",
      `--keep-token ${file} ${code === "EEXIST" ? "is there already" : `cannot be written: ${code}`}. Fix: name a new file in a folder that you may write to`,
    ),
  );
  return `${file} holds a token until ${new Date(expiresAt).toISOString()}.\n`;
}
