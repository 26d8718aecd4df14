import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import { bearerTokens, TokenClient } from "../../tokens/index.ts";

/**
 * A service that queries Neo4j as itself: no password, a token that renews itself. It reads the keys of
 * the Secret that the stack delivers: as variables, or as files in CREDENTIALS_DIRECTORY.
 */
function credential(name: string): string {
  const directory = process.env.CREDENTIALS_DIRECTORY;
  const file = directory && join(directory, name);
  const fromFile = file && existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  const value = directory ? fromFile : process.env[name];
  if (!value) throw new Error(`${name} is not set. See examples/service/README.md.`);
  return value;
}

const tokens = new TokenClient({
  issuer: credential("OKTA_OAUTH2_ISSUER"),
  tokenEndpoint: credential("OKTA_OAUTH2_TOKEN_ENDPOINT"),
  scope: credential("OKTA_OAUTH2_SCOPES"),
  clientId: credential("OKTA_OAUTH2_CLIENT_ID"),
  credential: {
    kind: "client_secret_basic",
    clientSecret: credential("OKTA_OAUTH2_CLIENT_SECRET"),
  },
});
const uri = credential("NEO4J_URI");
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
