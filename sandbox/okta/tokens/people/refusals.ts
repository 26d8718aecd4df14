import { described } from "../described.ts";

/**
 * Refusals of requests about people, by internal code; `{0}` stands for a value. Okta documents no text for
 * a missing or malformed PKCE challenge.
 */
export const PEOPLE_REFUSALS = {
  ...described(400, "login_required", {
    login_required: "The client specified not to prompt, but the user is not logged in.",
  }),
  ...described(400, "invalid_grant", {
    invalid_authorization_code: "The authorization code is invalid or has expired.",
    mismatched_client:
      "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
    mismatched_redirect_uri:
      "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    pkce_verification_failed: "PKCE verification failed.",
    invalid_refresh_token: "The refresh token is invalid or expired.",
  }),
  ...described(401, "invalid_token", {
    access_token_invalid: "The access token is invalid.",
    id_token_invalid: "The id token is invalid.",
  }),
  ...described(403, "insufficient_scope", {
    access_token_insufficient_scopes:
      "The access token provided does not contain the required scopes.",
  }),
  ...described(400, "unsupported_response_type", {
    unsupported_response_type:
      "The response type is not supported by the authorization server. Configured response types: [{0}].",
  }),
  ...described(400, "unsupported_response_mode", {
    unsupported_response_mode:
      "The response mode is not supported by the authorization server. Valid response modes: [{0}].",
  }),
  ...described(400, "id_token_does_not_match_session", {
    id_token_does_not_match_session:
      "The ID token subject does not match the current session's user.",
  }),
  ...described(400, "access_denied", {
    user_not_assigned: "User is not assigned to the client application.",
    refresh_scopes_denied:
      "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: {0}.",
    consent_denied: "User denied consent.",
  }),
  ...described(400, "server_error", {
    too_many_groups_in_groups_claim:
      "The groups claim matched too many groups and must be configured to match fewer groups.",
  }),
  ...described(400, "consent_required", {
    consent_required: "The following scopes require user consent: [{0}].",
  }),
  ...described(401, "invalid_client", {
    invalid_client_id: "Invalid value for 'client_id' parameter.",
  }),
  ...described(400, "invalid_request", {
    missing_token_request_parameter: "The required parameter '{0}' is missing.",
    pkce_missing_verifier: "PKCE code verifier is required by the application.",
    pkce_missing_challenge: "PKCE code challenge is required by the application.",
    pkce_invalid_challenge:
      "The 'code_challenge' parameter must be 43 to 128 unreserved characters.",
    pkce_invalid_method:
      "Invalid value for 'code_challenge_method' parameter. Supported values: [S256]",
    illegal_redirect_uri:
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    illegal_origin_browser_request:
      "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.",
    illegal_post_logout_redirect_uri:
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
    invalid_client_application_type:
      "Clients with 'application_type' of 'service' are not allowed to access the '{0}' endpoint.",
    invalid_state: "The authentication request has an invalid 'state' parameter.",
    invalid_prompt: "Invalid value for 'prompt' parameter. Supported values: [{0}]",
    invalid_prompt_for_zero_max_age:
      "'prompt' parameter must not have the value 'none' for request with 'zero' as max_age.",
    invalid_max_age: "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.",
    unsupported_parameter: "The emulator does not support the parameter '{0}'.",
  }),
  ...described(400, "invalid_scope", {
    openid_scope_required:
      "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.",
    illegal_scope: "The following scopes are not allowed for this request: [{0}].",
  }),
};
