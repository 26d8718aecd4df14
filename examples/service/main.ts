import { readFileSync } from "node:fs";
import neo4j from "neo4j-driver";
import { bearerTokens, TokenClient } from "../../tokens/index.ts";

/**
 * A service that queries Neo4j as itself: no password, a token that renews itself. Its variables are
 * the keys of the Secret that the stack can deliver, and the database's address.
 */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const tokenEndpoint = required("TOKEN_ENDPOINT");
const tokens = new TokenClient({
  issuer: tokenEndpoint.replace(/\/v1\/token$/, ""),
  tokenEndpoint,
  scope: required("SCOPE"),
  clientId: required("CLIENT_ID"),
  credential: {
    kind: "client_secret_basic",
    clientSecret: readFileSync(required("CLIENT_SECRET_FILE"), "utf8").trim(),
  },
});
const driver = neo4j.driver(required("NEO4J_URI"), bearerTokens(tokens));
try {
  const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
  console.log(`${records[0]?.get("user")}: ${records[0]?.get("roles").join(", ")}`);
} finally {
  await driver.close();
}
