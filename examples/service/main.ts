import neo4j from "neo4j-driver";
import { bearerTokens, delivered, TokenClient } from "../../tokens/index.ts";

/** A service that queries Neo4j as itself: no password, a token that renews itself. */
const { neo4jUri: uri, database: _, ...credentials } = delivered();
const tokens = new TokenClient(credentials);
// The driver's own limits would keep the service waiting for half a minute and more.
const driver = neo4j.driver(uri, bearerTokens(tokens), {
  connectionTimeout: 3_000,
  connectionAcquisitionTimeout: 5_000,
  maxTransactionRetryTime: 3_000,
});
try {
  const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
  console.log(`${records[0]?.get("user")}: ${records[0]?.get("roles").join(", ")}`);
} catch (error) {
  // Neo4j's own answers have codes that begin so; other errors of the driver mean that there was none.
  if (!(error instanceof neo4j.Neo4jError) || error.code.startsWith("Neo.")) throw error;
  console.error(`Neo4j does not answer at ${uri} (NEO4J_URI). See examples/service/README.md.`);
  // An attempt to connect that hangs would keep the process.
  process.exit(1);
} finally {
  await driver.close();
}
