/** Why no token was had; stable. */
export type TokenErrorCode =
  /** The credential itself cannot be used (not a key, no kid, ...). */
  | "TOKEN_CREDENTIAL"
  /** The token endpoint could not be reached: DNS, connection refused or dropped, TLS. */
  | "TOKEN_UNREACHABLE"
  | "TOKEN_TIMEOUT"
  /** 4xx: the authorization server judged the request and said no. */
  | "TOKEN_REFUSED"
  /** 429, and the retries were used up. */
  | "TOKEN_RATE_LIMITED"
  /** 5xx, and the retries were used up. */
  | "TOKEN_SERVER_ERROR"
  /** An answer that is not a token response (RFC 6749 section 5.1). */
  | "TOKEN_MALFORMED"
  /** Too many failures in a row: no request is made until the circuit is tried again. */
  | "TOKEN_CIRCUIT_OPEN";

/** What the authorization server said, for those who report it. Holds no secret. */
export interface TokenErrorDetails {
  /** HTTP status. */
  status?: number;
  /** `error` of RFC 6749 section 5.2, or Okta's `errorCode`. */
  error?: string;
  /** `error_description`, or Okta's `errorSummary`. */
  description?: string;
  /** Milliseconds that the server asked to wait. */
  retryAfter?: number;
}

export class TokenError extends Error {
  readonly code: TokenErrorCode;
  readonly details: TokenErrorDetails;

  constructor(code: TokenErrorCode, message: string, details: TokenErrorDetails = {}) {
    super(message);
    this.name = "TokenError";
    this.code = code;
    this.details = details;
  }
}
