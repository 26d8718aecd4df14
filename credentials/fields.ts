import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { CREDENTIALS_VERSION, FIELDS, type Fields, KEYS } from "../access/credentials/keys.ts";
import { correction } from "../access/meant.ts";
import { pemOf, publicKeyOf, readKeyFile } from "../keygen/key.ts";
import { clientSecretOf } from "./client-secret.ts";
import { unfit } from "./formats/format.ts";
import { type Options, usage } from "./options.ts";

/** @throws Neo4jOktaError `credentials-usage`, with the name that was meant */
export function accountIn({ accounts }: AccessContract, name: string): AccessAccount {
  const found = accounts.find((account) => account.name === name);
  if (found !== undefined) return found;
  const names = accounts.map((account) => account.name);
  const fix = correction(name, names, `give one of ${names.join(", ") || "none"}`);
  throw usage(`--account ${name}: the contract has no such account. Fix: ${fix}`);
}

/**
 * What the service is handed. A secret is read only for a form that holds it.
 *
 * @throws Neo4jOktaError `credentials-usage`, `credentials-secret`, `credentials-value`, `private-key`
 */
export async function fieldsOf(
  account: AccessAccount,
  contract: AccessContract,
  options: Options,
): Promise<Fields<string>> {
  const { issuer, tokenEndpoint, scope, audience, neo4j } = contract;
  const fields: Fields<string> = {
    version: CREDENTIALS_VERSION,
    account: account.name,
    issuer,
    tokenEndpoint,
    clientId: account.clientId,
    authMethod: account.credential,
    scope,
    audience,
    neo4jUri: options.boltUri ?? neo4j.boltUri,
    database: options.database,
    ...(account.credential === "private_key_jwt"
      ? await privateKeyFields(options)
      : await clientSecretFields(options)),
  };
  for (const field of FIELDS) refuseHidden(KEYS[field].key, fields[field]);
  return fields;
}

async function clientSecretFields(options: Options): Promise<Fields<string>> {
  const { account, privateKey, privateKeyPath, kid, format } = options;
  if (privateKey !== undefined || privateKeyPath !== undefined || kid !== undefined) {
    throw usage(
      `${account} has a client secret: --private-key, --private-key-path and --kid are for accounts on a private key`,
    );
  }
  return format.hasSecrets ? { clientSecret: await clientSecretOf(options) } : {};
}

async function privateKeyFields({
  account,
  privateKey,
  privateKeyPath,
  kid,
  format,
}: Options): Promise<Fields<string>> {
  if (privateKey !== undefined) {
    const key = await readKeyFile(privateKey, "--private-key");
    const { kid: thumbprint } = await publicKeyOf(key);
    return { privateKey: pemOf(key), privateKeyId: kid ?? thumbprint };
  }
  if (privateKeyPath === undefined && !format.withoutKey) {
    throw usage(
      `${account} has a private key, which no stack holds: give --private-key FILE, or --private-key-path PATH where the service finds it`,
    );
  }
  if (privateKeyPath !== undefined && kid === undefined) {
    throw usage(
      "--private-key-path needs --kid, which npm run keygen has printed: while Okta has two keys of an account, it takes an assertion only with its kid",
    );
  }
  return { privateKeyFile: privateKeyPath, privateKeyId: kid };
}

/** Control characters but line breaks: no variable, file or form keeps all of them. */
function refuseHidden(key: string, value = ""): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
  if (value.isWellFormed() && !/[\x00-\x09\x0B-\x1F\x7F]/.test(value)) return;
  throw unfit(key, "has a control character in it", "take it out of the stack's settings");
}
