import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { shellWord } from "../access/shell-word.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { readContract } from "../command/contract.ts";
import { readGivenFile } from "../command/given-file.ts";
import { writePrivateFile } from "../command/private-file.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { TokenClient } from "../tokens/client.ts";
import { findCredential } from "../verify/inputs/credentials.ts";
import { type Options, parseOptions } from "./options.ts";
import { retirePlan } from "./plan.ts";
import { type Tried, tryOldToken, tryToken } from "./prove.ts";
import { renderPlan, renderProof } from "./report.ts";

const EXIT = { done: 0, getsIn: 1, notLookedAt: 3 } as const;

const USAGE: readonly ErrorCode[] = ["retire-usage", "retire-account"];

/** Milliseconds to connect to Neo4j. */
const TIMEOUT = 10_000;

/** The process around a run. */
export interface RetireSurroundings extends Omit<Surroundings, "input"> {
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
}

/** @returns the exit status: 0 planned or proven, 1 the account still gets in, 2 usage, 3 not looked at */
export async function main(argv: string[], around: RetireSurroundings): Promise<number> {
  const { write, now = Date.now } = around;
  try {
    const options = parseOptions(argv, write);
    if (options === undefined) return EXIT.done;
    const contract = await readContract(options, "retire-contract");
    if (options.prove) return await prove(contract, options, around);
    if (options.keepToken !== undefined) {
      write(await keptToken(contract, options.keepToken, options, around));
      return EXIT.done;
    }
    const { account, stack, contract: file = "", grace } = options;
    const source =
      stack === undefined ? `--contract ${shellWord(file)}` : `--stack ${shellWord(stack)}`;
    const today = new Date(now()).toISOString().slice(0, 10);
    write(renderPlan(retirePlan(contract, { account, source, grace, today })));
    return EXIT.done;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function keptToken(
  contract: AccessContract,
  file: string,
  options: Options,
  around: RetireSurroundings,
): Promise<string> {
  const tokens = await tokensOf(contract, options, around);
  if (!("getToken" in tokens)) throw refused("retire-account", `--keep-token: ${tokens.missing}`);
  const { accessToken, expiresAt } = await tokens.getToken();
  await writePrivateFile(file, `${accessToken}\n`, (code) =>
    refused(
      "retire-file",
      `--keep-token ${file} ${code === "EEXIST" ? "is there already" : `cannot be written: ${code}`}`,
    ),
  );
  return `${file} holds a token until ${new Date(expiresAt).toISOString()}.\n`;
}

async function prove(
  contract: AccessContract,
  options: Options,
  around: RetireSurroundings,
): Promise<number> {
  const { oldToken, boltUri = contract.neo4j.boltUri } = options;
  const { now = Date.now } = around;
  const { account, clientId = accountOf(contract, account)?.clientId ?? account } = options;
  const tried: Tried[] = [await tryToken(await tokensOf(contract, options, around))];
  if (oldToken === undefined) {
    const found =
      "none was given (--keep-token before the account is switched off, then --old-token)";
    tried.push({ what: "the last token", status: "not-looked-at", found });
  } else {
    const db = createNeo4j({ boltUri, timeout: TIMEOUT, userAgent: "neo4j-okta-retire" });
    const token = (
      await readGivenFile(oldToken, (what) =>
        refused("retire-file", `--old-token ${oldToken} ${what}`),
      )
    ).trim();
    tried.push(await tryOldToken(token, { clientId, db, now: now() }));
  }
  around.write(renderProof(account, tried));
  if (tried.some(({ status }) => status === "gets-in")) return EXIT.getsIn;
  return tried.some(({ status }) => status === "not-looked-at") ? EXIT.notLookedAt : EXIT.done;
}

async function tokensOf(
  contract: AccessContract,
  { account: name, clientId = name, secrets }: Options,
  { environment }: RetireSurroundings,
): Promise<TokenClient | { missing: string }> {
  const sources = {
    environment,
    outputs: {},
    ...(secrets === undefined ? {} : { directory: secrets }),
  };
  const declared = accountOf(contract, name);
  // Of one that is removed nobody knows any more how it proved itself.
  const kinds = declared
    ? [declared.credential]
    : (["client_secret_basic", "private_key_jwt"] as const);
  const gone = { name, clientId, groups: [], roles: [], disabled: true };
  let missing = "";
  for (const credential of kinds) {
    const account = declared ?? { ...gone, credential };
    const found = await findCredential(account, sources);
    if ("credential" in found) {
      const { issuer, tokenEndpoint, scope } = contract;
      const asked = { issuer, tokenEndpoint, scope, clientId: account.clientId };
      return new TokenClient({ ...asked, credential: found.credential });
    }
    missing = found.missing;
  }
  return { missing };
}

function accountOf({ accounts }: AccessContract, name: string): AccessAccount | undefined {
  return accounts.find((account) => account.name === name);
}

function refused(code: ErrorCode, what: string): Neo4jOktaError {
  return new Neo4jOktaError(code, `${what.replace(/\.$/, "")}. See npm run retire -- --help.`);
}
