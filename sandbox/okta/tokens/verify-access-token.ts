import { type JWTPayload, jwtVerify } from "jose";
import type { Presented } from "../http/caller.ts";
import { findApp } from "../org.ts";
import { ASYMMETRIC_ALGORITHMS } from "./algorithms.ts";
import { verifyProof } from "./dpop/proof.ts";
import { OAuthError } from "./errors.ts";
import { type Issuer, orgIssuer } from "./issuer.ts";
import { publishedKeys } from "./keys.ts";
import { refusal } from "./refusals.ts";
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
 * @throws OAuthError for a good token with the wrong scheme or proof, with Okta's challenge
 */
export async function verifyOrgToken(
  state: TokenState,
  presented: Presented,
): Promise<{ clientId: string; scopes: readonly string[] } | undefined> {
  const claims = await readAccessToken(state, orgIssuer(state), presented.token);
  if (!claims) return undefined;
  try {
    await checkBinding(state, presented, claims.cnf?.jkt);
  } catch (error) {
    throw error instanceof OAuthError ? challenge(state, presented, error) : error;
  }
  return { clientId: claims.cid, scopes: claims.scp };
}

async function checkBinding(
  state: TokenState,
  { scheme, token, method, path, proof }: Presented,
  bound: string | undefined,
): Promise<void> {
  if (bound === undefined) {
    if (scheme === "dpop") throw refusal("access_token_not_dpop_bound");
    return;
  }
  if (scheme !== "dpop") throw refusal("dpop_authentication_scheme_required");
  if (proof === undefined) throw refusal("dpop_proof_required_for_token");
  const proven = { method, url: `${state.org.url}${decoded(path)}`, accessToken: token };
  const thumbprint = await verifyProof(state, proof, proven);
  if (thumbprint !== bound) throw refusal("invalid_access_token_dpop_binding");
}

/** Okta compares `htu` with the path decoded: a proof that names `user%40example.com` is refused, as clients report. */
function decoded(path: string): string {
  return decodeURIComponent(path).replaceAll(/[?#]/g, encodeURIComponent);
}

/** The refusal with what Okta's API says in a header (RFC 9449 section 7.1). */
function challenge(
  { org }: TokenState,
  { path, scope }: Presented,
  { status, code, message }: OAuthError,
): OAuthError {
  const said = {
    algs: ASYMMETRIC_ALGORITHMS.join(" "),
    authorization_uri: `${org.url}/oauth2/v1/authorize`,
    realm: org.url,
    scope,
    error: code,
    error_description: message,
    resource: path,
  };
  const parts = Object.entries(said).map(([name, value]) => `${name}="${value}"`);
  return new OAuthError(status, code, message, {
    "www-authenticate": `DPoP ${parts.join(", ")}`,
  });
}
