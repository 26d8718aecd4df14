import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import type { OktaCaller } from "../okta-api/caller.ts";
import type { OktaApi } from "../okta-api/client.ts";
import { rotateAccount } from "./account-rotation.ts";
import { withFailure } from "./core/record.ts";
import type { Evidence, Said } from "./evidence.ts";
import type { Options } from "./options.ts";
import { destinationOf } from "./places.ts";
import { prove } from "./proof.ts";
import { registryOf } from "./registries/registry-of.ts";
import { Held } from "./states/held.ts";
import type { State } from "./states/state.ts";

/** One run over some accounts. */
export interface Run {
  options: Options;
  contract: AccessContract;
  state: State;
  owner: string;
  okta: OktaCaller;
  apps: OktaApi;
  /** Under which requests to Okta are sent. */
  lock: { held?: Held };
  /** For documents that others serve. */
  fetch: typeof fetch;
  now(): number;
  /** Takes the lines of evidence. */
  write(text: string): void;
  /** Takes lines for people. */
  tell(text: string): void;
}

/** Added to the lifetime of tokens, in milliseconds: for services to read what was delivered. */
const SOAK_MARGIN = 3_600_000;

/** What no further run mends by itself. */
const FOR_A_PERSON: readonly ErrorCode[] = [
  "rotation-unknown",
  "rotation-age",
  "rotation-no-room",
  "rotation-not-declared",
  "rotation-in-use",
  "rotation-outdated",
  "rotation-undo",
  "rotation-usage",
];

/** @returns 0 nothing is wrong, 1 a person has to look, 3 it failed, and the next run goes on */
export async function rotateOne(account: AccessAccount, run: Run): Promise<0 | 1 | 3> {
  const { options, state, owner, now } = run;
  let kind: Evidence["kind"];
  const tell = (said: Said) => {
    const time = new Date(now()).toISOString();
    const known = kind === undefined ? {} : { kind };
    const line: Evidence = { version: 1, time, account: account.name, ...known, ...said };
    run.write(jsonText(line, 0));
  };
  let held: Held | undefined;
  try {
    held = await Held[options.dryRun ? "look" : "take"](state, account.name, { owner, now });
    if (!options.dryRun) run.lock.held = held;
    const { stopped, next = 0 } = held.record;
    // The way back is for trouble: it does not wait for the trouble to pass.
    const isAsked = options.retry || options.undo;
    if (!isAsked && stopped !== undefined) {
      tell({ step: "look", outcome: "stopped", detail: stopped });
      return await ended(held, options, 1);
    }
    if (!isAsked && now() < next) {
      tell({ step: "look", outcome: "waiting", until: new Date(next).toISOString() });
      return await ended(held, options, 3);
    }
    const app = await run.apps.app(account.clientId);
    const registry = registryOf({ ...run, held }, account, app);
    kind = registry.kind;
    const boltUri = options.oktaOnly ? undefined : (options.boltUri ?? run.contract.neo4j.boltUri);
    await rotateAccount(
      {
        account: account.name,
        ...{ registry, held, now, tell },
        destination: destinationOf(options, account, run.contract),
        prove: (credential) => prove(credential, { contract: run.contract, account, boltUri }),
        keepsSecrets: state.keepsSecrets,
      },
      {
        soak: options.soak ?? run.contract.tokenLifetimeMinutes * 60_000 + SOAK_MARGIN,
        olderThan: options.olderThan,
        isFirst: options.first,
        isUndo: options.undo,
        isDryRun: options.dryRun,
      },
    );
    return await ended(held, options, 0);
  } catch (error) {
    return await failed(expected(error, account, run), { held, run, tell });
  } finally {
    delete run.lock.held;
  }
}

/** What nobody expected fails this account alone; where it was thrown is for standard error, not for evidence. */
function expected(error: unknown, { name }: AccessAccount, run: Run): Neo4jOktaError {
  if (error instanceof Neo4jOktaError) return error;
  run.tell(String(Object(error).stack ?? error));
  return new Neo4jOktaError(
    "rotation-unexpected",
    `${name}: an error that nobody expected; standard error says where. Fix: report it; the next run goes on.`,
  );
}

/** The failure is counted where the account is still ours; a person is told at once of what no run mends. */
async function failed(
  error: Neo4jOktaError,
  { held, run, tell }: { held: Held | undefined; run: Run; tell(said: Said): void },
): Promise<1 | 3> {
  run.tell(`${error.message} (${error.code})`);
  const isForPerson = FOR_A_PERSON.includes(error.code);
  let isStopped = isForPerson;
  if (held !== undefined && !run.options.dryRun && error.code !== "rotation-locked") {
    // A spent budget is the run's, and tells nothing of the account.
    const isKept = isForPerson || error.code === "okta-api-budget";
    const record = isKept ? held.record : withFailure(held.record, error.message, run.now());
    isStopped ||= record.stopped !== undefined;
    try {
      await held.save(record);
      await held.release();
    } catch (lost) {
      run.tell(`its state could not be written: ${(lost as Error).message}`);
    }
  }
  tell({ step: "look", outcome: isStopped ? "stopped" : "failed", detail: error.message });
  return isStopped ? 1 : 3;
}

async function ended<S extends number>(held: Held, { dryRun }: Options, status: S): Promise<S> {
  if (!dryRun) await held.release();
  return status;
}
