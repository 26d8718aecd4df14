import neo4j from "neo4j-driver";
import type { AccessAccount, AccessContract } from "../access/contract.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { createNeo4j } from "../neo4j-client/client.ts";
import { TokenClient } from "../tokens/client.ts";
import type { Credential } from "../tokens/credential.ts";
import { TokenError } from "../tokens/errors.ts";

/** Milliseconds for one request, and to connect. */
const TIMEOUT = 10_000;

/** How a credential is proved. */
export interface ProofOptions {
  contract: AccessContract;
  account: AccessAccount;
  /** Undefined: no login to the database. */
  boltUri: string | undefined;
  fetch?: typeof fetch;
  now?: () => number;
}

/**
 * Gets a new token with a credential, and opens the database with it, as its service would.
 *
 * @throws Neo4jOktaError `rotation-proof`
 */
export async function prove(credential: Credential, options: ProofOptions): Promise<void> {
  const { contract, account, boltUri, fetch, now } = options;
  const { issuer, tokenEndpoint, scope } = contract;
  const client = new TokenClient({
    ...{ issuer, tokenEndpoint, scope, clientId: account.clientId, credential, timeout: TIMEOUT },
    ...(fetch ? { fetch } : {}),
    ...(now ? { now } : {}),
  });
  try {
    const { accessToken } = await client.getToken();
    if (boltUri === undefined) return;
    const database = createNeo4j({ boltUri, timeout: TIMEOUT, userAgent: "neo4j-okta-rotate" });
    const { name } = await database.currentUser(neo4j.auth.bearer(accessToken));
    if (name !== account.clientId) throw unproved(account, `Neo4j knows its bearer as ${name}`);
  } catch (error) {
    if (error instanceof TokenError) throw unproved(account, `no token: ${bare(error.message)}`);
    if (error instanceof Neo4jOktaError && error.code !== "rotation-proof") {
      throw unproved(account, `no login: ${bare(error.message)}`);
    }
    throw error;
  }
}

function unproved({ name }: AccessAccount, what: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-proof",
    `${name}: the credential does not work: ${what}. Fix: npm run verify says why.`,
  );
}

function bare(text: string): string {
  return text.replace(/\.$/, "");
}
