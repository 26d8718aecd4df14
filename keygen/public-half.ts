import { Neo4jOktaError } from "../access/errors.ts";
import type { Path } from "../access/finding.ts";
import { valueAt } from "../access/tree.ts";
import { yamlText } from "../account/edit.ts";
import { edited, indexOf, readAccounts, type StackAccounts } from "../account/stack-edit.ts";
import type { PublicKey } from "./key.ts";
import type { Options } from "./options.ts";

/** An account in its stack's file. */
export interface FoundAccount {
  found: StackAccounts;
  index: number;
}

/** @throws Neo4jOktaError `account-unknown`, and as `readAccounts`; undefined without a stack and an account */
export async function findAccount({
  account,
  stack,
  project,
}: Options): Promise<FoundAccount | undefined> {
  if (account === undefined || stack === undefined) return undefined;
  const found = await readAccounts({ stack, project });
  return { found, index: indexOf(account, found) };
}

/** Whether it proves itself with a private key already. */
export function isOnKey({ found, index }: FoundAccount): boolean {
  return valueAt(found.accounts[index], ["credential", "privateKeyJwt"]) !== undefined;
}

/**
 * The stack's file with a public key more: beside those that the account has, so that a rotation overlaps, or in
 * the place of its client secret.
 *
 * @throws Neo4jOktaError `keygen-served` for an account whose keys Okta fetches, and as `edited`
 */
export function withPublicKey(
  { found, index }: FoundAccount,
  stack: string,
  key: PublicKey,
): string {
  const account = found.accounts[index];
  const uri = valueAt(account, ["credential", "privateKeyJwt", "jwksUri"]);
  if (uri !== undefined) {
    throw new Neo4jOktaError(
      "keygen-served",
      `${found.file.name}: Okta fetches the keys of ${account?.name} from ${uri}. Fix: leave --write out; --jwks FILE writes the document that is served there.`,
    );
  }
  const at: Path = [index, "credential", "privateKeyJwt", "jwks"];
  const jwks = valueAt(account, at.slice(1));
  const count = Array.isArray(jwks) ? jwks.length : 0;
  const edit =
    count > 0
      ? { at: [...at, count], value: key }
      : { at: at.slice(0, 2), value: { privateKeyJwt: { jwks: [key] } } };
  return edited(found, stack, edit);
}

/** The public key as the stack's file, or bootstrap's, takes it; as JSON where it is for neither. */
export function publicText(
  key: PublicKey,
  { account, identity }: Pick<Options, "account" | "identity">,
): string {
  if (account !== undefined) {
    return yamlText({ credential: { privateKeyJwt: { jwks: [key] } } });
  }
  if (identity !== undefined) {
    return yamlText({ "neo4j-okta-bootstrap:keys": { [identity]: { jwks: [key] } } });
  }
  return `${JSON.stringify(key)}\n`;
}
