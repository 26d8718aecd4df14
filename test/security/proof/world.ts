import fc from "fast-check";
import type { Neo4j } from "../../../access/effective/neo4j.ts";
import { neo4jServersOf } from "../../../access/effective/neo4j.ts";
import { GREEDY, strangersBeside } from "./beside.ts";
import { ProofDatabase } from "./database.ts";
import { type DeployedResource, deployedProgram } from "./declared.ts";
import { type OrgClient, OTHER, type ProofOrg } from "./org.ts";
import { type Settings, settings } from "./settings.ts";
import { type Strangers, strangers } from "./strangers.ts";

/** As a rule the objects of others are on the server that the other provider trusts, if there is one. */
const world = fc
  .record({ settings, strangers, aimed: fc.constantFrom(true, true, true, true, false) })
  .map(({ settings, strangers, aimed }): { settings: Settings; strangers: Strangers } => ({
    settings,
    strangers: aimed ? { ...strangers, at: trusted(settings) ?? strangers.at } : strangers,
  }));

function trusted(settings: Settings): Strangers["at"] | undefined {
  const text = JSON.stringify(settings.neo4j);
  if (text.includes(`oauth2/${OTHER}/.well-known`)) return "other";
  return text.includes("oauth2/default/.well-known") ? "default by id" : undefined;
}

/** One stack, as somebody may write it. */
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** A stack before and after a change, which keeps some of it. */
export const pairOfWorlds = fc
  .tuple(world, world, fc.record({ settings: fc.boolean(), strangers: fc.boolean() }))
  .map(([before, other, keeps]): [World, World] => [
    before,
    {
      settings: keeps.settings ? before.settings : other.settings,
      strangers: keeps.strangers && !keeps.settings ? before.strangers : other.strangers,
    },
  ]);

/** Apps that no stack declares: one named as no group, one named as a group. */
export const OUTSIDERS = ["outsider", "loaders"];

/** One request for a token, and what the database gave for it. */
export interface Asked {
  server: string;
  scopes: readonly string[];
  minutes: number;
  /** Undefined: no login. */
  roles: readonly string[] | undefined;
}

/** What every client of a stack really gets, by its client id under the mocks. */
export type Reality = ReadonlyMap<string, readonly Asked[]>;

/** Deploys a stack, and tries everything that each client can ask for. */
export async function realize(
  { settings, strangers }: World,
  org: ProofOrg,
): Promise<{ resources: DeployedResource[]; reality: Reality }> {
  const program = await deployedProgram(settings);
  const resources = [...program, ...strangersBeside(program, strangers)];
  await org.apply(resources, OUTSIDERS.map(outsider));
  const [neo4j] = neo4jServersOf(resources);
  const database = await ProofDatabase.start(configOf(neo4j, org));
  const servers = new Set(
    resources.flatMap(({ properties }) =>
      typeof properties.authServerId === "string" ? org.serverId(properties.authServerId) : [],
    ),
  );
  try {
    const reality = new Map<string, Asked[]>();
    for (const client of org.clients) {
      const asked = [...servers].map((server) => askAll(client, server, org, database));
      reality.set(client.declaredId, (await Promise.all(asked)).flat());
    }
    return { resources, reality };
  } finally {
    await database.stop();
  }
}

function outsider(name: string) {
  return { label: name, clientId: name, type: "service", profile: GREEDY };
}

function configOf(neo4j: Neo4j | undefined, org: ProofOrg): Record<string, string> {
  const config = (neo4j?.config ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, org.real(value)]));
}

async function askAll(
  client: OrgClient,
  server: string,
  org: ProofOrg,
  database: ProofDatabase,
): Promise<Asked[]> {
  const all: Asked[] = [];
  for (const scopes of [["openid"], ...combinations(org.scopesOf(server))]) {
    const granted = await org.ask(client, server, scopes);
    if (granted === undefined) continue;
    const { token, minutes } = granted;
    all.push({ server, scopes, minutes, roles: await database.roles(token) });
  }
  return all;
}

/** Every choice of at least one. */
function combinations(all: readonly string[]): string[][] {
  const [first, ...rest] = all;
  if (first === undefined) return [];
  const others = combinations(rest);
  return [[first], ...others, ...others.map((other) => [first, ...other])];
}
