import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "jose";
import type { OidcProvider } from "../../config/index.ts";
import { MetadataSource } from "./metadata.ts";
import { ProviderUnreachable, requestOf } from "./request.ts";

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

/** Verifies tokens against one provider's settings and keys. */
export class TokenVerifier {
  readonly #provider: OidcProvider;
  readonly #metadata: MetadataSource;
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  #keys: { uri: string; get: ReturnType<typeof createRemoteJWKSet> } | undefined;

  constructor(provider: OidcProvider, fetchFunction: typeof fetch, now: () => number) {
    this.#provider = provider;
    this.#metadata = new MetadataSource(provider, fetchFunction);
    this.#fetch = fetchFunction;
    this.#now = now;
  }

  /** Signature (RS256 only), `iss` exactly, `aud` in the list, `exp` and `sub` present, not expired. */
  async verify(token: string): Promise<AcceptedToken | TokenRefusal> {
    try {
      const { issuer, jwksUri, userInfoUri } = await this.#metadata.get();
      const { payload } = await jwtVerify(token, this.#keysAt(jwksUri), {
        algorithms: ["RS256"],
        issuer,
        audience: [...this.#provider.audience],
        requiredClaims: ["exp", "sub"],
        currentDate: new Date(this.#now()),
      });
      const refused = refuseClaims(payload);
      if (refused !== undefined) return { accepted: false, kind: "invalid", reason: refused };
      return { accepted: true, claims: payload, userInfoUri };
    } catch (error) {
      return this.#refusal(error);
    }
  }

  // One fetch for all who wait, a cache, and one more fetch for a key id that the cache lacks.
  #keysAt(uri: string): ReturnType<typeof createRemoteJWKSet> {
    const get = createRemoteJWKSet(new URL(uri), {
      cooldownDuration: 0,
      cacheMaxAge: Number.POSITIVE_INFINITY,
      [customFetch]: (url, options) => requestOf(this.#fetch, "key set", url, options),
    });
    this.#keys ??= { uri, get };
    return this.#keys.get;
  }

  #refusal(error: unknown): TokenRefusal {
    if (error instanceof errors.JWTExpired) {
      return { accepted: false, kind: "expired", reason: "token has expired" };
    }
    if (error instanceof ProviderUnreachable) {
      return { accepted: false, kind: "unreachable", reason: error.message };
    }
    if (isKeySetFault(error)) {
      const reason = `key set at ${this.#keys?.uri}: ${error.message}`;
      return { accepted: false, kind: "unreachable", reason };
    }
    if (error instanceof errors.JWTClaimValidationFailed) {
      return { accepted: false, kind: "invalid", reason: this.#claimReason(error) };
    }
    const reason = error instanceof Error ? error.message : "token is not a JWT";
    return { accepted: false, kind: "invalid", reason };
  }

  #claimReason(error: errors.JWTClaimValidationFailed): string {
    if (error.reason !== "check_failed") return error.message;
    const actual = JSON.stringify(error.payload[error.claim] ?? null);
    if (error.claim === "aud") {
      return `${error.message}: ${actual}, the provider's audience setting is ${JSON.stringify(this.#provider.audience)}`;
    }
    return error.claim === "iss" ? `${error.message}: ${actual}` : error.message;
  }
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
