import { hash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTPayload, jwtVerify } from "jose";
import { ASYMMETRIC_ALGORITHMS } from "../algorithms.ts";
import { type RefusalCode, refusal } from "../refusals.ts";
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
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` with the nonce to use
 */
export async function checkProof(request: TokenRequest): Promise<void> {
  const { state, proof, endpoint, client } = request;
  if (proof !== undefined) {
    request.thumbprint = await verifyProof(state, proof, { method: "POST", url: endpoint });
  } else if (client.dpopBound) {
    throw refusal("invalid_dpop_proof_missing_header");
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
  const { iat, jti, htm, htu, ath, nonce } = payload;
  if (htm !== proven.method) throw refusal("invalid_dpop_proof_invalid_htm");
  if (target(htu) !== target(proven.url)) throw refusal("invalid_dpop_proof_invalid_htu");
  if (iat === undefined) throw refusal("invalid_dpop_proof_invalid_iat");
  const age = Math.floor(state.org.now() / 1000) - iat;
  if (age > WINDOW) throw refusal("invalid_dpop_proof_jwt_too_old");
  if (age < -WINDOW) throw refusal("invalid_dpop_proof_jwt_issued_in_future");
  if (proven.accessToken === undefined) requireNonce(state, nonce);
  else if (ath !== hash("sha256", proven.accessToken, "base64url"))
    throw refusal("dpop_proof_invalid_ath");
  if (typeof jti !== "string" || jti === "") throw refusal("invalid_dpop_proof_invalid_jti");
  if (!state.usedProofs.add(`${thumbprint} ${jti}`, (iat + WINDOW + 1) * 1000)) {
    throw refusal("dpop_proof_already_used");
  }
  return thumbprint;
}

async function readProof(
  state: TokenState,
  proof: string,
): Promise<{ payload: JWTPayload; thumbprint: string }> {
  if (proof.includes(",")) throw refusal("invalid_dpop_proof_multiple_headers_not_allowed");
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ASYMMETRIC_ALGORITHMS,
      currentDate: new Date(state.org.now()),
    });
    // JSON has numbers that are infinite here; jose takes them for times.
    const times = [payload.iat, payload.exp, payload.nbf];
    if (!times.every((time) => time === undefined || Number.isFinite(time))) {
      throw new errors.JWTInvalid();
    }
    return { payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
  } catch (error) {
    throw refusal(refusalOf(error));
  }
}

function refusalOf(error: unknown): RefusalCode {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return "invalid_dpop_proof_invalid_signature";
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return "invalid_dpop_proof_invalid_signature_algorithm";
  }
  if (error instanceof errors.JWTExpired) return "invalid_dpop_proof_jwt_expired";
  const claim = error instanceof errors.JWTClaimValidationFailed ? error : undefined;
  if (claim?.claim === "typ") return "invalid_dpop_proof_invalid_type";
  if (claim?.claim === "iat") return "invalid_dpop_proof_invalid_iat";
  return claim?.reason === "check_failed"
    ? "invalid_dpop_proof_jwt_issued_in_future"
    : "invalid_dpop_proof_invalid_jwt";
}

function requireNonce(state: TokenState, nonce: unknown): void {
  if (typeof nonce === "string" && isAcceptedNonce(state, nonce)) return;
  throw refusal("use_dpop_nonce", "", { "dpop-nonce": currentNonce(state) });
}

/** An address without what a proof's `htu` does not count: query and fragment. */
function target(address: unknown): string | undefined {
  const url = typeof address === "string" ? URL.parse(address) : null;
  return url ? `${url.origin}${url.pathname}` : undefined;
}
