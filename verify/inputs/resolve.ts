import { join } from "node:path";
import PQueue from "p-queue";
import type {
  AccessAccount,
  AccessContract,
  AccountCredentials,
  BreakGlassCredentials,
} from "../../access/contract.ts";
import { BOLT_SCHEMES } from "../../neo4j-client/addresses.ts";
import { READ_SCOPES } from "../../okta-api/scopes.ts";
import { EXIT, VerifyError } from "../errors.ts";
import { findCredential } from "./credentials.ts";
import { readGiven } from "./given.ts";
import type { Inputs } from "./inputs.ts";
import { readText } from "./json-file.ts";
import { oktaApiFrom } from "./okta-api.ts";
import type { Options } from "./options.ts";
import { readContractFile, readCredentialsFile, readStack } from "./outputs.ts";
import { readPersonTokens } from "./person-tokens.ts";

/** The user that a Neo4j database begins with, and whose password is the break-glass one. */
const NATIVE_USER = "neo4j";

/**
 * Reads the contract, every credential, and what the options ask for beside them.
 *
 * @throws {VerifyError}
 */
export async function resolveInputs(
  options: Options,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Inputs> {
  const outputs =
    options.stack === undefined
      ? await readContractFile(options.contract ?? "")
      : await readStack(options.stack);
  const extra = options.credentials ? await readCredentialsFile(options.credentials) : undefined;
  const credentials: AccountCredentials = { ...outputs.credentials, ...extra?.credentials };
  const accounts = chosen(outputs.contract, options.account);
  const sources = {
    environment,
    outputs: credentials,
    ...(options.secrets === undefined ? {} : { directory: options.secrets }),
    ...(options.secretCommand === undefined ? {} : { command: options.secretCommand }),
  };
  const queue = new PQueue({ concurrency: options.concurrency });
  const candidates = await queue.addAll(
    accounts.map((account) => async () => ({
      account,
      found: await findCredential(account, sources),
    })),
  );
  const breakGlass = options.breakGlass
    ? ((await breakGlassFrom(options, environment)) ?? extra?.breakGlass ?? outputs.breakGlass)
    : undefined;
  if (options.breakGlass && !breakGlass && outputs.contract.neo4j.nativeLogin) {
    throw new VerifyError(
      "verify-break-glass",
      "--break-glass: no password was found. It comes from the stack output breakGlass, the file break-glass.password in --secrets, or NEO4J_OKTA_BREAK_GLASS_PASSWORD.",
    );
  }
  return {
    contract: withAddresses(outputs.contract, options),
    candidates,
    given: await readGiven(options),
    trustedHosts: options.trustedHost,
    acceptShared: options.acceptShared,
    ...(options.oktaOnly ? { oktaOnly: true } : {}),
    ...(options.person === undefined ? {} : { person: options.person }),
    ...(options.personToken.length === 0
      ? {}
      : { personTokens: await readPersonTokens(options.personToken, outputs.contract) }),
    ...(breakGlass ? { breakGlass } : {}),
    ...(options.oktaApi
      ? { oktaApi: await oktaApiFrom(environment, scopesFor(outputs.contract, options)) }
      : {}),
  };
}

/** API scopes of what verify reads back. */
function scopesFor({ signIns = [] }: AccessContract, { person }: Options): string[] {
  const { services, people, person: onePerson } = READ_SCOPES;
  const scopes = [
    ...services,
    ...(signIns.length === 0 ? [] : people),
    ...(person === undefined ? [] : onePerson),
  ];
  return [...new Set(scopes)];
}

function chosen(contract: AccessContract, names: readonly string[]): AccessAccount[] {
  const known = contract.accounts.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new VerifyError(
      "verify-account-unknown",
      `--account ${unknown}: the contract has no such account. It has ${known.join(", ") || "none"}.`,
      EXIT.usage,
    );
  }
  return names.length === 0
    ? contract.accounts
    : contract.accounts.filter(({ name }) => names.includes(name));
}

function withAddresses(contract: AccessContract, options: Options): AccessContract {
  const boltUri = options.boltUri ?? contract.neo4j.boltUri;
  const httpUri = options.httpUri ?? contract.neo4j.httpUri;
  refuseAddress("--bolt-uri", boltUri, BOLT_SCHEMES);
  refuseAddress("--http-uri", httpUri, ["http:", "https:"]);
  return { ...contract, neo4j: { ...contract.neo4j, boltUri, httpUri } };
}

function refuseAddress(option: string, uri: string, schemes: readonly string[]): void {
  if (URL.canParse(uri) && schemes.includes(new URL(uri).protocol)) return;
  throw new VerifyError(
    "verify-address",
    `${option} ${uri}: it takes a URI that begins with one of ${schemes.map((scheme) => `${scheme}//`).join(", ")}.`,
    EXIT.usage,
  );
}

async function breakGlassFrom(
  { secrets }: Options,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<BreakGlassCredentials | undefined> {
  const given = environment.NEO4J_OKTA_BREAK_GLASS_PASSWORD;
  if (given) return { username: NATIVE_USER, password: given };
  if (secrets === undefined) return undefined;
  try {
    const password = (await readText(join(secrets, "break-glass.password"), "--secrets")).trim();
    return { username: NATIVE_USER, password };
  } catch {
    return undefined;
  }
}
