import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect } from "vitest";
import { main } from "../../retire/main.ts";
import { captured, type Run } from "../support/captured.ts";
import { manage } from "../support/declared-org.ts";
import { World } from "../support/world.ts";

/** The world of each test, the folder of its files, and the contract in it. */
export let world: World;
export let folder: string;
let contract: string;

/** Starts them anew before each test. */
export function eachInAWorld(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "retire-"));
    contract = join(folder, "contract.json");
    world = await World.start();
    await writeFile(contract, JSON.stringify(world.contract));
    return async () => {
      await world.stop();
      await rm(folder, { recursive: true });
    };
  });
}

/** Runs `npm run retire` of the account dashboard. */
export function retire(
  argv: string[],
  environment: Record<string, string> = {},
  now?: () => number,
) {
  return captured((streams) =>
    main(["--contract", contract, "--account", "dashboard", ...argv], {
      ...streams,
      environment,
      ...(now === undefined ? {} : { now }),
    }),
  );
}

/** The environment of somebody who has the account's secret. */
export function owner() {
  return { NEO4J_OKTA_SECRET_DASHBOARD: world.secrets.dashboard ?? "" };
}

/** The same, with the proof, by its owner. */
export function prove(...argv: string[]): Promise<Run> {
  const { neo4j } = world.contract;
  return retire(["--prove", "--bolt-uri", neo4j.boltUri, ...argv], owner());
}

/** The id of a client's app. */
export async function appOf(clientId: string): Promise<string> {
  const apps = await manage(world.okta, "GET", "/api/v1/apps?limit=200");
  return apps.find(
    (app: { credentials: { oauthClient: { client_id: string } } }) =>
      app.credentials.oauthClient.client_id === clientId,
  ).id;
}

/** What the stack declares of the account from now on; undefined: nothing. */
export async function declare(change: { disabled: boolean } | undefined): Promise<void> {
  const accounts = world.contract.accounts.flatMap((account) =>
    account.name !== "dashboard" ? account : change === undefined ? [] : { ...account, ...change },
  );
  await writeFile(contract, JSON.stringify({ ...world.contract, accounts }));
}

/** As the next update does it. */
export async function switchOff(): Promise<void> {
  await declare({ disabled: true });
  await manage(world.okta, "POST", `/api/v1/apps/${await appOf("dashboard")}/lifecycle/deactivate`);
}

/** A file with its last token. */
export async function keptToken(): Promise<string> {
  const file = join(folder, `${Math.random()}.token`);
  const run = await retire(["--keep-token", file], owner());
  expect(run.status, run.err).toBe(0);
  return file;
}
