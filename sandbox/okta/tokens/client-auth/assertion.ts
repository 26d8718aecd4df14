import {
  type CryptoKey,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from "jose";
import { OAuthError } from "../errors.ts";
import type { TokenRequest } from "../request.ts";

/** The value of `client_assertion_type` (RFC 7523 section 2.2). */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** How far ahead of now an assertion may expire, in seconds. */
const LONGEST_LIFETIME = 3600;

/** A client assertion that has been decoded, but not verified. */
interface Assertion {
  readonly jwt: string;
  readonly header: ProtectedHeaderParameters;
  readonly payload: JWTPayload;
}

/**
 * The assertion in the request, if there is one.
 * @throws OAuthError `invalid_request` for an unknown type, `invalid_client` for what is no JWT
 */
export function readAssertion({ form }: TokenRequest): Assertion | undefined {
  const jwt = form.get("client_assertion");
  const type = form.get("client_assertion_type");
  if (jwt === undefined && type === undefined) return undefined;
  if (type !== ASSERTION_TYPE) {
    throw new OAuthError(400, "invalid_request", "The `client_assertion_type` is invalid.");
  }
  if (jwt === undefined) return undefined;
  try {
    return { jwt, header: decodeProtectedHeader(jwt), payload: decodeJwt(jwt) };
  } catch {
    throw refused("The client_assertion is not a valid JWT.");
  }
}

/** @throws OAuthError `invalid_client` unless one of the keys made the signature */
export async function verifySignature(
  { jwt }: Assertion,
  keys: readonly (CryptoKey | Uint8Array)[],
  algorithms: string[],
): Promise<void> {
  for (const key of keys) {
    const verified = await compactVerify(jwt, key, { algorithms }).catch(() => undefined);
    if (verified) return;
  }
  throw refused("The client_assertion signature is invalid.");
}

/**
 * Judges the claims of a verified assertion in the order of RFC 7523 section 3 and uses up its `jti`,
 * so that it cannot be presented again. Okta takes `aud` as one string, the endpoint called, and
 * neither `iat` nor `jti` has to be there.
 */
export function verifyClaims(request: TokenRequest, { payload }: Assertion): void {
  const { iss, sub, aud, exp, iat, nbf, jti } = payload;
  const { now, state, endpoint } = request;
  if (sub === undefined || iss !== sub) {
    throw refused("The issuer and subject claims for client_assertion must be the client_id.");
  }
  if (aud !== endpoint) {
    throw refused(
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
    );
  }
  if (exp === undefined || exp <= now) throw refused("The client_assertion token is expired.");
  if (exp > now + LONGEST_LIFETIME) {
    throw refused("The client_assertion token has an expiration too far into the future.");
  }
  if ((iat ?? now) > now || (nbf ?? now) > now) {
    throw refused("The client_assertion token must be issued before current time.");
  }
  if (jti !== undefined && !state.usedAssertions.add(`${sub} ${jti}`, exp * 1000)) {
    throw refused("The client_assertion token has already been used.");
  }
}

function refused(description: string): OAuthError {
  return new OAuthError(401, "invalid_client", description);
}
