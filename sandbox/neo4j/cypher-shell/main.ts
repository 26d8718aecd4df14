/**
 * The process of a container that runs cypher-shell: it runs the script over Bolt as cypher-shell would, one
 * statement after the other, and ends with status 1 at the first that fails. It is no shell: `:param` and
 * the like are unknown to it.
 */
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import neo4j from "neo4j-driver";
import { readArguments } from "./arguments.ts";
import { splitStatements } from "./split.ts";

const { NEO4J_USERNAME = "neo4j", NEO4J_PASSWORD = "", SANDBOX_ROOT = "" } = process.env;
const { SANDBOX_BOLT_PORT = "" } = process.env;

async function run(): Promise<void> {
  const { database, file } = readArguments(process.argv.slice(2));
  // Below the container's own file tree, whatever the path says.
  const script = await readFile(join(SANDBOX_ROOT, posix.normalize(`/${file}`)), "utf8");
  const statements = splitStatements(script);
  const driver = neo4j.driver(
    `bolt://127.0.0.1:${SANDBOX_BOLT_PORT}`,
    neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD),
    { userAgent: "neo4j-cypher-shell/sandbox", telemetryDisabled: true },
  );
  const session = driver.session(database === undefined ? {} : { database });
  try {
    for (const statement of statements) await session.run(statement);
    console.log(`${statements.length} statements`);
  } finally {
    await driver.close();
  }
}

try {
  await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
