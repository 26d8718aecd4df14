import { errors, type JWTPayload, jwtVerify } from "jose";
import type { OidcProvider } from "../../config/index.ts";
import type { MetadataSource } from "./metadata.ts";
import { ProviderUnreachable } from "./request.ts";

/** Why a provider did not take a token. `expired` means: it was good until its time was up. */
export interface TokenRefusal {
  accepted: false;
  kind: "invalid" | "expired" | "unreachable";
  /** For the log; holds no part of the token beyond issuer, audience and header fields. */
  reason: string;
}

/** A token whose signature and claims hold. */
export interface AcceptedToken {
  accepted: true;
  claims: JWTPayload;
  /** Where a UserInfo request would go. */
  userInfoUri: string | undefined;
}

/**
 * Verifies a token against one provider: signature (RS256 only), `iss` exactly, `aud` in the list,
 * `exp` and `sub` present, not expired.
 *
 * @param source of the provider's metadata and keys
 * @param now milliseconds since the epoch
 */
export async function verifyToken(
  token: string,
  provider: OidcProvider,
  source: MetadataSource,
  now: number,
): Promise<AcceptedToken | TokenRefusal> {
  const refuse = (kind: TokenRefusal["kind"], reason: string): TokenRefusal => ({
    accepted: false,
    kind,
    reason,
  });
  let keysUri: string | undefined;
  try {
    const { issuer, jwksUri, keys, userInfoUri } = await source.get();
    keysUri = jwksUri;
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["RS256"],
      issuer,
      audience: [...provider.audience],
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now),
    });
    const refused = refuseClaims(payload);
    if (refused !== undefined) return refuse("invalid", refused);
    return { accepted: true, claims: payload, userInfoUri };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse("expired", "token has expired");
    if (error instanceof ProviderUnreachable) return refuse("unreachable", error.message);
    if (isKeySetFault(error)) {
      return refuse("unreachable", `key set at ${keysUri}: ${error.message}`);
    }
    if (error instanceof errors.JWTClaimValidationFailed) {
      return refuse("invalid", claimReason(error, provider));
    }
    return refuse("invalid", error instanceof Error ? error.message : "token is not a JWT");
  }
}

function claimReason(
  { message, reason, claim, payload }: errors.JWTClaimValidationFailed,
  { audience }: OidcProvider,
): string {
  if (reason !== "check_failed") return message;
  const actual = JSON.stringify(payload[claim] ?? null);
  if (claim === "aud") {
    return `${message}: ${actual}, the provider's audience setting is ${JSON.stringify(audience)}`;
  }
  return claim === "iss" ? `${message}: ${actual}` : message;
}

/** The fetched document is no key set: jose has a class for some of these, its base class for others. */
function isKeySetFault(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC")
  );
}

/**
 * RFC 7519 lets `sub` be any string, but it must be there to mean anything. JSON has numbers that are
 * infinite here (1e400): as a time, `exp` would never come. A token bound to a key (RFC 9449) is no
 * bearer token: Neo4j cannot check its proof.
 */
function refuseClaims(claims: JWTPayload): string | undefined {
  for (const name of ["exp", "iat", "nbf"] as const) {
    if (!Number.isFinite(claims[name] ?? 0)) return `"${name}" claim is not a time`;
  }
  if (typeof claims.sub !== "string" || claims.sub === "") return 'empty "sub" claim';
  if (claims.cnf !== undefined) return 'token is bound to a key ("cnf" claim), not a bearer token';
  return undefined;
}
