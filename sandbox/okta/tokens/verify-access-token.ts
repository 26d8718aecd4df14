import { type JWTPayload, jwtVerify } from "jose";
import type { Presented } from "../http/caller.ts";
import { findApp } from "../org.ts";
import { verifyProof } from "./dpop/proof.ts";
import { OAuthError } from "./errors.ts";
import { type Issuer, orgIssuer } from "./issuer.ts";
import { publishedKeys } from "./keys.ts";
import type { TokenState } from "./state.ts";

/** Claims of an access token that this org issued and that is still good. */
export interface AccessTokenClaims extends JWTPayload {
  jti: string;
  iat: number;
  exp: number;
  cid: string;
  /** Id of the user; left out where the client acts for itself. */
  uid?: string;
  auth_time?: number;
  scp: string[];
  cnf?: { jkt: string };
}

/**
 * The claims of an issuer's token; undefined unless it is the issuer's own, its key is still
 * published, it has neither expired nor been revoked, and its client and its user are active.
 */
export async function readAccessToken(
  state: TokenState,
  issuer: Issuer,
  token: string,
): Promise<AccessTokenClaims | undefined> {
  const now = state.org.now();
  const keys = publishedKeys(issuer.keys, now);
  try {
    const { payload } = await jwtVerify<AccessTokenClaims>(
      token,
      ({ kid }) => {
        const key = keys.find((candidate) => candidate.kid === kid);
        if (!key) throw new Error("No such key.");
        return key.publicKey;
      },
      { algorithms: ["RS256"], issuer: issuer.issuer, currentDate: new Date(now) },
    );
    if (state.revokedTokens.has(payload.jti)) return undefined;
    const { uid } = payload;
    if (uid !== undefined && state.org.users.get(uid)?.status !== "ACTIVE") return undefined;
    return findApp(state.org, payload.cid)?.status === "ACTIVE" ? payload : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Verifies a token of the org authorization server: the client and API scopes that it was issued for,
 * or undefined. A token bound to a key takes the scheme `DPoP` and a proof (RFC 9449 section 7.1), any
 * other the scheme `Bearer`.
 */
export async function verifyOrgToken(
  state: TokenState,
  { scheme, token, method, path, proof }: Presented,
): Promise<{ clientId: string; scopes: readonly string[] } | undefined> {
  const claims = await readAccessToken(state, orgIssuer(state), token);
  if (!claims) return undefined;
  const bound = claims.cnf?.jkt;
  if ((bound === undefined) !== (scheme === "bearer")) return undefined;
  if (bound !== undefined) {
    const url = `${state.org.url}${path}`;
    const proven = { method, url, accessToken: token };
    const thumbprint = await verifyProof(state, proof ?? "", proven).catch(noKey);
    if (thumbprint !== bound) return undefined;
  }
  return { clientId: claims.cid, scopes: claims.scp };
}

/** A refused proof is of no key; any other fault is not the caller's. */
function noKey(error: unknown): undefined {
  if (!(error instanceof OAuthError)) throw error;
}
