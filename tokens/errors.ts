/** Why there is no token; stable. */
export type TokenErrorCode =
  /** What the service was handed has no such key, or one that cannot be. */
  | "token-delivered"
  /** The credential cannot be used: an empty secret, or not a private key. */
  | "token-credential"
  /** The token endpoint is not an https address at the issuer's host: no credential is sent there. */
  | "token-endpoint"
  /** The token endpoint could not be reached: DNS, connection refused or dropped, TLS. */
  | "token-unreachable"
  /** No answer in time. */
  | "token-timeout"
  /** 4xx: the authorization server judged the request and said no. */
  | "token-refused"
  /** 429, and the retries were used up. */
  | "token-rate-limited"
  /** 5xx, and the retries were used up. */
  | "token-server-error"
  /** An answer that is not a token response (RFC 6749 section 5.1). */
  | "token-malformed"
  /** A token that is bound to a key (DPoP) was to go to Neo4j, which takes bearer tokens only. */
  | "token-bound"
  /** Too many failures in a row: no request is made until the circuit is tried again. */
  | "token-circuit-open";

/** What the authorization server said, for those who report it. Holds no secret. */
export interface TokenErrorDetails {
  /** HTTP status; undefined when there was no answer. */
  status?: number;
  /** `error` of RFC 6749 section 5.2, or Okta's `errorCode`. */
  error?: string;
  /** `error_description`, or Okta's `errorSummary`. */
  description?: string;
  /** Milliseconds that the server asked to wait. */
  retryAfter?: number;
}

/** The one error of the token client. Decide by `code`; the message is for people. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code: TokenErrorCode;
  readonly details: TokenErrorDetails;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
