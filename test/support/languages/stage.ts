import { setTimeout as sleep } from "node:timers/promises";
import { exportJWK, generateKeyPair } from "jose";
import { issueTokensFor } from "../service.ts";
import { World } from "../world.ts";
import { DeliveredFolder } from "./delivered.ts";
import { type Command, RunningService } from "./running-service.ts";

/** A service with one kind of credential. */
export interface Actor {
  account: string;
  kind: "secret" | "key";
  command: Command;
}

/** What an actor did in the whole play. */
export interface Performance {
  account: string;
  service: RunningService;
  secrets: readonly string[];
  /** Its tokens, in milliseconds since the epoch. */
  tokens: readonly number[];
  exitStatus: number | undefined;
}

/** When each part began, in milliseconds since the epoch. */
export type Part =
  | "start"
  | "expiry"
  | "rotation"
  | "503"
  | "429"
  | "minute"
  | "restart"
  | "restarted"
  | "end";

/** What all services went through at once. */
export interface Play {
  /** What those on a secret write when they are started with a wrong one, by account. */
  refused: ReadonlyMap<string, string>;
  performances: Performance[];
  began: Readonly<Record<Part, number>>;
}

/** Seconds that a token lives, and milliseconds without new ones: each service asks for one in that time. */
const LIFETIME = 5;
const OUTAGE = 5_000;

/** Seconds that a token lives which outlives a minute without new ones: a quarter of what Okta gives at least. */
const LONG_LIFETIME = 75;

/**
 * Runs services against one Okta and one Neo4j through expiring tokens, a rotation of their secrets and keys, a token
 * endpoint that answers 503 and then 429, a minute of both, and a restart of the database.
 */
export async function play(actors: readonly Actor[]): Promise<Play> {
  const began = {} as Record<Part, number>;
  const refused = new Map<string, string>();
  if (actors.length === 0) return { performances: [], began, refused };
  // Okta makes no app without a key: one that nobody has, beside those that the folders add.
  const { publicKey } = await generateKeyPair("RS256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "nobody" }] };
  const accounts = actors.map(({ account, kind }) => ({
    name: account,
    groups: ["neo4j_reader"],
    ...(kind === "key" ? { credential: "private_key_jwt" as const, jwks } : {}),
  }));
  const world = await World.start({ accounts });
  const begin = (part: Part) => {
    began[part] = Date.now();
  };
  issueTokensFor(world, LIFETIME);
  const folders: DeliveredFolder[] = [];
  const services: RunningService[] = [];
  try {
    begin("start");
    for (const { account, kind, command } of actors) {
      const folder = await DeliveredFolder.create(world, account, kind);
      folders.push(folder);
      services.push(new RunningService(command, folder.path));
    }
    await answersOf(services);
    begin("expiry");
    await sleep(2.2 * LIFETIME * 1000);
    begin("rotation");
    const removals = await Promise.all(folders.map((folder) => folder.rotate()));
    await sleep(1000);
    for (const remove of removals) await remove();
    await sleep(1.2 * LIFETIME * 1000);
    begin("503");
    // So late that a token may have ended while its renewal was tried.
    await without(world, { kind: "slow", delayMs: 1200 }, { kind: "error", status: 503 });
    begin("429");
    await without(world, { kind: "rate-limit", resetSeconds: 2 });
    begin("minute");
    await minute(world);
    begin("restart");
    await world.restartNeo4j(1500);
    await sleep(3000);
    begin("restarted");
    await sleep(LIFETIME * 1000);
    begin("end");
    const performances = await Promise.all(
      actors.map(async ({ account }, index): Promise<Performance> => {
        const service = services[index] as RunningService;
        const exitStatus = await service.stop();
        const tokens = tokensOf(world, account);
        return { account, service, secrets: folders[index]?.secrets ?? [], tokens, exitStatus };
      }),
    );
    for (const [index, { account, kind, command }] of actors.entries()) {
      const folder = folders[index];
      if (kind === "secret" && folder) refused.set(account, await refusal(command, folder));
    }
    return { performances, began, refused };
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await Promise.all(folders.map((folder) => folder.remove()));
    await world.stop();
  }
}

/** What a service writes that has a wrong secret; without that secret, which is checked here. */
async function refusal(command: Command, folder: DeliveredFolder): Promise<string> {
  const wrong = await folder.spoil();
  const service = new RunningService(command, folder.path);
  const end = Date.now() + 15_000;
  while (Date.now() < end && service.said(/query failed/).length === 0) await sleep(50);
  await service.stop();
  const written = service.lines.map(({ text }) => text).join("\n");
  return written.includes(wrong) ? "It shows its secret." : written;
}

/** Until each service has had an answer: a JVM takes its time. */
async function answersOf(services: readonly RunningService[]): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end && services.some((service) => service.said(/: \[?PUBLIC/).length === 0)) {
    await sleep(100);
  }
}

type Fault = Parameters<World["okta"]["faults"]["add"]>[0];

/** No token for a while, and then enough time for each service to have waited it out. */
async function without(world: World, ...faults: Fault[]): Promise<void> {
  for (const fault of faults) world.okta.faults.add({ ...fault, path: "/oauth2/default/v1/token" });
  await sleep(OUTAGE);
  world.okta.faults.clear();
  await sleep(LIFETIME * 1000 + 3000);
}

/** A minute of 503 and 429 in turn, in which every token is to be renewed, and ends just after it. */
async function minute(world: World): Promise<void> {
  issueTokensFor(world, LONG_LIFETIME);
  // Until each service has had one of them.
  await sleep(LIFETIME * 1000);
  issueTokensFor(world, LIFETIME);
  const path = "/oauth2/default/v1/token";
  for (let pair = 0; pair < 500; pair += 1) {
    world.okta.faults.add({ kind: "error", status: 503, count: 1, path });
    world.okta.faults.add({ kind: "rate-limit", resetSeconds: 1, count: 1, path });
  }
  await sleep(60_000);
  world.okta.faults.clear();
  await sleep((LONG_LIFETIME - 60) * 1000);
}

function tokensOf(world: World, account: string): number[] {
  return world.okta.log.entries
    .filter(({ path, status, caller }) => {
      return caller === account && path.endsWith("/v1/token") && status === 200;
    })
    .map(({ at }) => Date.parse(at));
}
