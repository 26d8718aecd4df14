import { decodeJwt } from "jose";
import neo4j from "neo4j-driver";
import type { Neo4j } from "../neo4j-client/client.ts";
import { Neo4jFailure } from "../neo4j-client/client.ts";
import type { TokenClient } from "../tokens/client.ts";
import { TokenError } from "../tokens/errors.ts";

/** What was tried, and what came of it. */
export interface Tried {
  what: string;
  status: "gone" | "gets-in" | "not-looked-at";
  found: string;
}

/** Whether Okta gives the account a token. */
export async function tryToken(tokens: TokenClient | { missing: string }): Promise<Tried> {
  const what = "a new token";
  if (!("getToken" in tokens)) return { what, status: "not-looked-at", found: tokens.missing };
  try {
    await tokens.getToken();
    return { what, status: "gets-in", found: "Okta gives one" };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    // Anything else may be a reason that passes.
    const isRefused = error.details.error === "invalid_client";
    return {
      what,
      status: isRefused ? "gone" : "not-looked-at",
      found: error.message.replace(/\.$/, ""),
    };
  }
}

/** Whether Neo4j takes a token that the account had. */
export async function tryOldToken(
  token: string,
  { clientId, db, now }: { clientId: string; db: Neo4j; now: number },
): Promise<Tried> {
  const what = "the last token";
  const { sub, exp = 0 } = claimsOf(token);
  if (sub !== clientId) {
    const found = `it is none of ${clientId}: its sub is ${JSON.stringify(sub ?? null)}`;
    return { what, status: "not-looked-at", found };
  }
  try {
    await db.currentUser(neo4j.auth.bearer(token));
    const until = new Date(exp * 1000).toISOString();
    return { what, status: "gets-in", found: `Neo4j takes it, until ${until} at most` };
  } catch (error) {
    if (!(error instanceof Neo4jFailure)) throw error;
    const isRefused = /Security\.(Unauthorized|TokenExpired)$/.test(error.status);
    if (!isRefused) return { what, status: "not-looked-at", found: error.message };
    const why = exp * 1000 <= now ? "it has expired" : error.status;
    return { what, status: "gone", found: `Neo4j refuses it: ${why}` };
  }
}

function claimsOf(token: string): { sub?: string; exp?: number } {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
