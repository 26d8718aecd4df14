import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTPayload, jwtVerify } from "jose";
import { ASYMMETRIC_ALGORITHMS } from "../algorithms.ts";
import { OAuthError } from "../errors.ts";
import type { TokenRequest } from "../request.ts";
import type { TokenState } from "../state.ts";
import { currentNonce, isAcceptedNonce } from "./nonce.ts";

/** How far a proof's `iat` may lie from now, in seconds. */
const WINDOW = 300;

/** What a proof must be about. */
export interface Proven {
  readonly method: string;
  /** Absolute address of the request. */
  readonly url: string;
  /** The token that the proof goes with at a resource; undefined at the token endpoint. */
  readonly accessToken?: string;
}

/**
 * Binds the token to a key where the app demands it or the client offers a proof (RFC 9449 section 5).
 */
export async function checkProof(request: TokenRequest): Promise<void> {
  const { state, proof, endpoint, client } = request;
  if (proof !== undefined) {
    request.thumbprint = await verifyProof(state, proof, { method: "POST", url: endpoint });
  } else if (client.dpopBound) {
    throw new OAuthError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
  }
}

/**
 * Verifies a DPoP proof by RFC 9449 section 4.3 and uses up its `jti`; returns the RFC 7638 thumbprint
 * of its key. The token endpoint asks for a nonce, a resource for the hash of the access token.
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` with the nonce to use
 */
export async function verifyProof(
  state: TokenState,
  proof: string,
  proven: Proven,
): Promise<string> {
  const { payload, thumbprint } = await readProof(state, proof);
  const now = Math.floor(state.org.now() / 1000);
  const { iat, jti, htm, htu, ath, nonce } = payload;
  if (htm !== proven.method) throw claimRefused("htm");
  if (target(htu) !== target(proven.url)) throw claimRefused("htu");
  if (typeof iat !== "number" || Math.abs(now - iat) > WINDOW) throw claimRefused("iat");
  if (proven.accessToken === undefined) requireNonce(state, nonce);
  else if (ath !== hash(proven.accessToken)) throw claimRefused("ath");
  if (typeof jti !== "string" || jti === "") throw claimRefused("jti");
  if (!state.usedProofs.add(`${thumbprint} ${jti}`, (iat + WINDOW + 1) * 1000)) {
    throw refused("The DPoP proof JWT has already been used.");
  }
  return thumbprint;
}

async function readProof(
  state: TokenState,
  proof: string,
): Promise<{ payload: JWTPayload; thumbprint: string }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ASYMMETRIC_ALGORITHMS,
      currentDate: new Date(state.org.now()),
    });
    return { payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): OAuthError {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused("The DPoP proof JWT signature is invalid.");
  }
  const judged =
    error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
  return judged && error.claim !== "typ"
    ? claimRefused(error.claim)
    : refused("The DPoP proof JWT header is invalid.");
}

function requireNonce(state: TokenState, nonce: unknown): void {
  if (typeof nonce === "string" && isAcceptedNonce(state, nonce)) return;
  throw new OAuthError(
    400,
    "use_dpop_nonce",
    "Authorization server requires nonce in DPoP proof.",
    { "dpop-nonce": currentNonce(state) },
  );
}

/** An address without what a proof's `htu` does not count: query and fragment. */
function target(address: unknown): string | undefined {
  const url = typeof address === "string" ? URL.parse(address) : null;
  return url ? `${url.origin}${url.pathname}` : undefined;
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function claimRefused(claim: string): OAuthError {
  return refused(`'${claim}' claim in the DPoP proof JWT is invalid.`);
}

function refused(description: string): OAuthError {
  return new OAuthError(400, "invalid_dpop_proof", description);
}
