import { randomUUID } from "node:crypto";
import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { visible } from "../access/visible.ts";
import { exitOf, type Surroundings as Streams } from "../command/command.ts";
import { readContract } from "../command/contract.ts";
import { OktaCaller, type OktaCallerOptions } from "../okta-api/caller.ts";
import { OktaApi } from "../okta-api/client.ts";
import { pacedFetch } from "../okta-api/paced-fetch.ts";
import { timedFetch } from "../okta-api/timed-fetch.ts";
import { oktaVariables } from "../okta-api/variables.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { refuseOnePlace, stateOf } from "./places.ts";
import { type Run, rotateOne } from "./run.ts";

/** The process around a run. */
export interface Surroundings extends Streams {
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** What a rotation calls; it covers reading, and the rotator has no other. */
const ROTATION_SCOPES = ["okta.apps.manage"] as const;

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** Milliseconds: no wait that Okta asks for is cut off. */
const LONGEST_RETRY_WAIT = 120_000;

/** Requests of a whole rotation of one account: a look before each step, and the steps. */
const REQUESTS_PER_ACCOUNT = 18;

const USAGE: readonly ErrorCode[] = ["rotation-usage"];

/** @returns the exit status: 0 nothing is wrong, 1 a person has to look, 2 usage, 3 something failed */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    return options === undefined ? 0 : await rotate(options, around);
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function rotate(options: Options, around: Surroundings): Promise<number> {
  const access = await oktaVariables(around.environment, ROTATION_SCOPES);
  if (typeof access === "string") throw usage(`npm run rotate needs ${access}`);
  const contract = await readContract(options, "rotation-contract");
  const accounts = chosen(options, contract);
  refuseOnePlace(options, accounts);
  // Some of it is Okta's: no line of it moves the cursor, or looks like another's command.
  const tell = (text: string) => {
    for (const line of text.split("\n")) around.writeError(`rotate: ${visible(line)}\n`);
  };
  const lock: Run["lock"] = {};
  const timed = timedFetch(fetch, TIMEOUT);
  // After the waits, which may be longer than the lock lasts.
  const locked: typeof fetch = async (...request) => {
    lock.held?.check();
    return timed(...request);
  };
  const fetching = pacedFetch(locked, {
    budget: options.maxRequests,
    onWait: (list, seconds) =>
      tell(`waiting ${seconds} s, as half of what Okta allows for ${list} is used`),
  });
  tell(
    `at most ${REQUESTS_PER_ACCOUNT * accounts.length} requests to Okta for ${accounts.length} accounts, one more for each 50 apps, and ${options.maxRequests} in all (--max-requests)`,
  );
  const calls: OktaCallerOptions = {
    ...{ orgUrl: access.orgUrl, authorization: access.authorization, fetch: fetching },
    waits: { maxDelay: LONGEST_RETRY_WAIT },
  };
  const run: Run = {
    ...{ options, contract, state: stateOf(options), owner: randomUUID(), now: Date.now },
    okta: new OktaCaller(calls),
    apps: new OktaApi(calls),
    ...{ fetch: timed, lock },
    ...{ write: around.write, tell },
  };
  let worst = 0;
  for (const account of accounts) {
    const status = await rotateOne(account, run);
    worst = worst === 1 || status === 1 ? 1 : Math.max(worst, status);
  }
  return worst;
}

/** Not what has no token, and not a client secret that is the stack's. */
function isForAll({ disabled, credential, rotation }: AccessAccount): boolean {
  return !disabled && (credential === "private_key_jwt" || rotation === true);
}

function chosen({ account, all }: Options, { accounts }: AccessContract): AccessAccount[] {
  const unknown = account.find((name) => !accounts.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = accounts.map(({ name }) => name).join(", ");
    throw new Neo4jOktaError(
      "rotation-usage",
      `--account ${unknown} is no account of the stack. Allowed: ${known}. Fix: give one of them.`,
    );
  }
  const found = accounts.filter((one) => (all ? isForAll(one) : account.includes(one.name)));
  if (found.length > 0) return found;
  throw new Neo4jOktaError(
    "rotation-none",
    `--all: none of the ${accounts.length} accounts of the stack is for it: those that are disabled are not, nor client secrets without rotation: true. Fix: set rotation: true for an account, and pulumi up.`,
  );
}
