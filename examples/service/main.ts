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
const driver = neo4j.driver(credential("NEO4J_URI"), bearerTokens(tokens));
try {
  const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
  console.log(`${records[0]?.get("user")}: ${records[0]?.get("roles").join(", ")}`);
} finally {
  await driver.close();
}
