/** Error codes of RFC 6749 section 5.2, RFC 9449 section 5 and those Okta adds. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "access_denied"
  | "consent_required"
  | "invalid_dpop_proof"
  | "use_dpop_nonce"
  | "server_error";

/** A refusal in the form of RFC 6749 section 5.2: `{ error, error_description }`. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly status: number;
  readonly code: OAuthErrorCode;
  /** Response headers that belong to the refusal, such as `dpop-nonce`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: OAuthErrorCode,
    description: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** What goes over the wire. */
  get body(): { error: OAuthErrorCode; error_description: string } {
    return { error: this.code, error_description: this.message };
  }
}
