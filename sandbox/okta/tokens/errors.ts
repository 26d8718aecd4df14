import { Refusal } from "../errors.ts";

/** Error codes of RFC 6749 section 5.2, RFC 9449 section 5 and those Okta adds. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "access_denied"
  | "consent_required"
  | "login_required"
  | "invalid_grant"
  | "invalid_token"
  | "insufficient_scope"
  | "unsupported_response_type"
  | "unsupported_response_mode"
  | "id_token_does_not_match_session"
  | "invalid_dpop_proof"
  | "use_dpop_nonce"
  | "server_error";

/** A refusal in the form of RFC 6749 section 5.2: `{ error, error_description }`. */
export class OAuthError extends Refusal<OAuthErrorCode> {
  override readonly name = "OAuthError";

  toBody() {
    return { error: this.code, error_description: this.message };
  }
}
