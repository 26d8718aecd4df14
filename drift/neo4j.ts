import neo4j from "neo4j-driver";
import { neo4jServersOf } from "../access/effective/neo4j.ts";
import type { Resource } from "../access/effective/resource.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { type AdministratorLogin, administratorLogin } from "../command/administrator-login.ts";
import { Administrator } from "../neo4j-client/administrator.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { type Database, readDatabase } from "./database.ts";
import type { NotAsked } from "./drift.ts";
import { type Options, usage } from "./options.ts";

/** Milliseconds to connect. */
const TIMEOUT = 10_000;

/** For a run without --neo4j. */
export const NOT_ASKED: NotAsked = {
  sentence: "Neo4j itself: its settings, and rules and users in the database (--neo4j looks)",
};

/**
 * Everything that a look at Neo4j needs, before anybody is asked anything; undefined for a run without
 * --neo4j.
 *
 * @throws Neo4jOktaError `drift-usage`, `drift-neo4j`, or as `pulumi` does
 */
export async function planOf(
  options: Options,
  declared: readonly Resource[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ look(): Promise<Database | NotAsked> } | undefined> {
  const { neo4j: address } = options;
  if (address === undefined) return undefined;
  const release = onlyRelease(declared);
  const login = await administratorLogin({ ...options, environment }, usage);
  return { look: () => lookAt(address, login, release) };
}

/**
 * Which of a stack's resources an address stands for.
 *
 * @throws Neo4jOktaError `drift-neo4j` for a stack with no Neo4j, or several
 */
function onlyRelease(declared: readonly Resource[]): Resource {
  const [server, ...more] = neo4jServersOf(declared);
  if (server !== undefined && more.length === 0) return server.release;
  const what = server === undefined ? "no Neo4j" : `${more.length + 1} Neo4j servers`;
  throw new Neo4jOktaError(
    "drift-neo4j",
    `--neo4j is for a stack with one Neo4j; this one declares ${what} in the clear. Fix: leave it out.`,
  );
}

async function lookAt(
  boltUri: string,
  { username, password }: AdministratorLogin,
  release: Resource,
): Promise<Database | NotAsked> {
  const client = createNeo4j({ boltUri, timeout: TIMEOUT, userAgent: "neo4j-okta-drift" });
  try {
    const auth = neo4j.auth.basic(username, password);
    return await readDatabase(release, new Administrator(client, auth));
  } catch (error) {
    if (!(error instanceof Neo4jOktaError)) throw error;
    return { sentence: `Neo4j at ${boltUri}: ${error.message.replace(/\.$/, "")}` };
  }
}
