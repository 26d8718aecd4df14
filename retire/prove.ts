import { decodeJwt, type JWTPayload } from "jose";
import neo4j from "neo4j-driver";
import type { Neo4j } from "../neo4j-client/client.ts";
import { Neo4jFailure } from "../neo4j-client/client.ts";
import { TokenError } from "../tokens/errors.ts";
import { isClientUnknown } from "../verify/checks/refusals.ts";
import { notGenuine } from "./genuine.ts";
import type { Tokens } from "./tokens.ts";
import type { Whom } from "./whom.ts";

/** What was tried, and what came of it. */
export interface Tried {
  what: string;
  status: "gone" | "gets-in" | "declared" | "not-looked-at";
  found: string;
}

/** How to have a token that proves something. */
const BETTER =
  "a refusal of it proves nothing: keep one just before the account is switched off, and prove within a day of its end";

/** Milliseconds that clocks differ by. */
const SKEW = 60_000;

/** Milliseconds after its end in which a token still tells of the account: later ones may have been got since. */
const FRESH = 86_400_000;

/** What the contract says against it: the next update would give an account that it has its tokens back. */
export function tryDeclared({ name, declared }: Whom): Tried[] {
  if (declared === undefined || declared.disabled) return [];
  const found = `it has ${name}, and not as disabled. Switch it off first (disabled: true, then up)`;
  return [{ what: "the contract", status: "declared", found }];
}

/** Whether Okta gives the account a token. */
export async function tryToken(tokens: Tokens): Promise<Tried> {
  const what = "a new token";
  if (!("getToken" in tokens)) return { what, status: "not-looked-at", found: tokens.missing };
  try {
    await tokens.getToken();
    return { what, status: "gets-in", found: "Okta gives one" };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const found = error.message.replace(/\.$/, "");
    if (isClientUnknown(error.details)) return { what, status: "gone", found };
    // A credential that is old is refused of an active account as well, and other reasons pass.
    const why = "that is not for want of an active app, and tells nothing of the account";
    return { what, status: "not-looked-at", found: `${found}; ${why}` };
  }
}

/** Whether Neo4j takes a token that the account had last: one that runs, or has just ended and was the issuer's own. */
export async function tryOldToken(
  token: string,
  { clientId, issuer, db, now }: { clientId: string; issuer: string; db: Neo4j; now: number },
): Promise<Tried> {
  const what = "the last token";
  const notLookedAt = (found: string): Tried => ({ what, status: "not-looked-at", found });
  const { iss, sub, exp = 0, iat = 0, nbf = iat } = claimsOf(token);
  if (sub !== clientId) {
    return notLookedAt(`it is none of ${clientId}: its sub is ${JSON.stringify(sub ?? null)}`);
  }
  if (iss !== issuer) {
    return notLookedAt(`it is none of ${issuer}: its iss is ${JSON.stringify(iss ?? null)}`);
  }
  const end = new Date(exp * 1000).toISOString();
  const hasEnded = exp * 1000 <= now;
  if (hasEnded) {
    if (now - exp * 1000 > FRESH) return notLookedAt(`it ended at ${end}, so ${BETTER}`);
    const why = await notGenuine(token, issuer);
    if (why !== undefined) return notLookedAt(`${why}, so ${BETTER}`);
  }
  if (nbf * 1000 > now + SKEW) return notLookedAt(`it is not valid yet, so ${BETTER}`);
  try {
    await db.currentUser(neo4j.auth.bearer(token));
    return { what, status: "gets-in", found: `Neo4j takes it, until ${end} at most` };
  } catch (error) {
    if (!(error instanceof Neo4jFailure)) throw error;
    const isExpired = error.status.endsWith("Security.TokenExpired");
    if (isExpired && !hasEnded) return notLookedAt(`by Neo4j's clock it has expired, so ${BETTER}`);
    if (!isExpired && !error.status.endsWith("Security.Unauthorized")) {
      return notLookedAt(error.message);
    }
    const ended = hasEnded ? `, as it ended at ${end}` : "";
    return { what, status: "gone", found: `Neo4j refuses it${ended}: ${error.status}` };
  }
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
