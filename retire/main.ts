import type { AccessContract } from "../access/contract.ts";
import type { ErrorCode } from "../access/errors.ts";
import { shellWord } from "../access/shell-word.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { readContract } from "../command/contract.ts";
import { readGivenFile } from "../command/given-file.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { type Options, parseOptions } from "./options.ts";
import { retirePlan } from "./plan.ts";
import { type Tried, tryDeclared, tryOldToken, tryToken } from "./prove.ts";
import { refused } from "./refused.ts";
import { renderPlan, renderProof } from "./report.ts";
import { keepToken, tokensOf } from "./tokens.ts";
import { whomOf } from "./whom.ts";

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
    const { account, stack, contract: file = "", grace, keepToken: kept } = options;
    const whom = whomOf(contract, options);
    if (kept !== undefined) {
      write(await keepToken(await tokensOf(contract, whom, { ...options, ...around }), kept));
      return EXIT.done;
    }
    const from =
      stack === undefined ? `--contract ${shellWord(file)}` : `--stack ${shellWord(stack)}`;
    const isOnKey = whom.declared?.credential === "private_key_jwt";
    const { secrets = isOnKey ? "DIR" : undefined, boltUri } = options;
    const places = [
      secrets === undefined ? "" : ` --secrets ${shellWord(secrets)}`,
      boltUri === undefined ? "" : ` --bolt-uri ${shellWord(boltUri)}`,
    ];
    const source = `${from}${places.join("")}`;
    const today = new Date(now()).toISOString().slice(0, 10);
    write(
      renderPlan(retirePlan(contract, { account, clientId: whom.clientId, source, grace, today })),
    );
    return EXIT.done;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function prove(
  contract: AccessContract,
  options: Options,
  around: RetireSurroundings,
): Promise<number> {
  const { oldToken, boltUri = contract.neo4j.boltUri } = options;
  const { now = Date.now } = around;
  const whom = whomOf(contract, options);
  const tokens = await tokensOf(contract, whom, { ...options, ...around });
  const tried: Tried[] = [...tryDeclared(whom), await tryToken(tokens)];
  if (oldToken === undefined) {
    const found =
      "none was given (--keep-token before the account is switched off, then --old-token)";
    tried.push({ what: "the last token", status: "not-looked-at", found });
  } else {
    const db = createNeo4j({ boltUri, timeout: TIMEOUT, userAgent: "neo4j-okta-retire" });
    const token = await readGivenFile(oldToken, (what) =>
      refused("retire-file", `--old-token ${oldToken} ${what}`),
    );
    const { issuer } = contract;
    tried.push(
      await tryOldToken(token.trim(), { clientId: whom.clientId, issuer, db, now: now() }),
    );
  }
  around.write(renderProof(whom.name, tried));
  if (tried.some(({ status }) => status === "gets-in")) return EXIT.getsIn;
  return tried.some(({ status }) => status !== "gone") ? EXIT.notLookedAt : EXIT.done;
}
