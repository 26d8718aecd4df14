import { described } from "./described.ts";
import { OAuthError } from "./errors.ts";
import { PEOPLE_REFUSALS } from "./people/refusals.ts";

/**
 * Okta's documented refusals by internal code; `{0}` stands for a value. For the denial by a policy and
 * for several credentials the documents name two statuses, 400 and 401.
 */
const REFUSALS = {
  ...PEOPLE_REFUSALS,
  ...described(400, "access_denied", {
    no_matching_policy:
      "Policy evaluation failed for this request, please check the policy configurations.",
  }),
  ...described(403, "access_denied", {
    disallowed_network_zone:
      "The request is made from outside the client's permitted network zones.",
  }),
  ...described(400, "consent_required", {
    no_org_scopes_granted: "You are not allowed any of the requested scopes.",
  }),
  ...described(401, "invalid_client", {
    invalid_client:
      "Client authentication failed. Either the client or the client credentials are invalid.",
    missing_client_credentials: "No client credentials found.",
    invalid_basic_auth_creds: "Found Authentication header but was not valid client credentials.",
    invalid_client_secret: "The client secret supplied for a confidential client is invalid.",
    unsupported_auth_method_client_creds:
      "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    client_assertion_invalid_jwt: "The parsing of the client_assertion failed.",
    client_assertion_invalid_issuer:
      "The issuer claim for client_assertion is not a valid client_id.",
    client_assertion_invalid_subject:
      "The subject claim for client_assertion is not a valid client_id.",
    client_assertion_invalid_audience:
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
    client_assertion_expiration_required:
      "The client_assertion must contain the 'exp' claim as seconds since epoch.",
    client_assertion_expired_token: "The client_assertion token is expired.",
    client_assertion_expires_too_far_in_future:
      "The client_assertion token has an expiration too far into the future.",
    client_assertion_issued_at_in_future:
      "The client_assertion token must be issued before the current time.",
    client_assertion_already_used: "The client_assertion token has already been used.",
    client_assertion_invalid_signature: "The client_assertion signature is invalid.",
    client_assertion_invalid_signature_algorithm:
      "The client_assertion JWT signature algorithm is invalid.",
    client_assertion_invalid_secret_length: "The client secret is too short to verify a JWT HMAC.",
    client_assertion_invalid_kid: "The client_assertion JWT kid is invalid.",
    client_assertion_jwks_not_configured:
      "The client does not have a JWKSet configured, but the client_assertion requires one.",
    jwks_uri_error: "Error retrieving the client JWKSet from jwks_uri.",
  }),
  ...described(400, "invalid_dpop_proof", {
    invalid_dpop_proof_missing_header: "The DPoP proof JWT header is missing.",
    invalid_dpop_proof_multiple_headers_not_allowed:
      "Multiple DPoP proof JWT headers are not allowed.",
    invalid_dpop_proof_invalid_type: "'typ' must be 'dpop+jwt' in the DPoP proof JWT.",
    invalid_dpop_proof_invalid_signature_algorithm:
      "The DPoP proof JWT signature algorithm is invalid.",
    invalid_dpop_proof_invalid_jwt: "The DPoP proof JWT cannot be parsed.",
    invalid_dpop_proof_invalid_signature: "The DPoP proof JWT signature is invalid.",
    invalid_dpop_proof_invalid_htm: "'htm' claim in the DPoP proof JWT is invalid.",
    invalid_dpop_proof_invalid_htu: "'htu' claim in the DPoP proof JWT is invalid.",
    invalid_dpop_proof_invalid_iat: "'iat' claim in the DPoP proof JWT is invalid.",
    invalid_dpop_proof_jwt_issued_in_future: "The DPoP proof JWT is issued in the future.",
    invalid_dpop_proof_jwt_too_old:
      "The DPoP proof JWT is issued more than five minutes in the past.",
    invalid_dpop_proof_jwt_expired: "The DPoP proof JWT is expired.",
    invalid_dpop_proof_invalid_jti: "'jti' claim in the DPoP proof JWT is invalid.",
    dpop_proof_already_used: "The DPoP proof JWT has already been used.",
    dpop_proof_invalid_ath:
      "'ath' claim in the DPoP proof does not match the presented access_token.",
    invalid_access_token_dpop_binding: "The access_token is not bound to the provided DPoP proof.",
  }),
  ...described(400, "use_dpop_nonce", {
    use_dpop_nonce: "Authorization server requires nonce in DPoP proof.",
  }),
  ...described(400, "invalid_request", {
    multiple_client_credentials:
      "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.",
    client_credentials_in_query: "Client credentials cannot be supplied via query parameters.",
    duplicate_oauth_params: "The request contained multiple parameters with the same name.",
    token_request_missing_grant_type:
      "The token request must specify a 'grant_type'. Valid values: [{0}]",
    request_missing_token: "The 'token' parameter is required.",
    client_assertion_type_invalid: "The client_assertion_type is invalid.",
    dpop_proof_required_for_token: "The resource request requires a DPoP proof.",
    dpop_authentication_scheme_required:
      "The resource request must use the DPoP authentication scheme when using a DPoP bound token.",
  }),
  ...described(401, "invalid_token", {
    access_token_not_dpop_bound: "The presented access_token is not DPoP bound.",
  }),
  ...described(400, "invalid_scope", {
    invalid_scope:
      "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
    openid_not_allowed_client_creds: "Cannot request 'openid' scopes using client credentials.",
    no_default_scopes:
      "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
    no_matching_scope:
      "One or more scopes are not configured for the authorization server resource.",
  }),
  ...described(400, "server_error", {
    user_claim_evaluation_failure: "The '{0}' user claim could not be evaluated.",
    system_claim_evaluation_failure: "The '{0}' system claim could not be evaluated.",
  }),
  ...described(400, "unauthorized_client", {
    unauthorized_client:
      "The client is not authorized to use the provided grant type. Configured grant types: [{0}].",
  }),
  ...described(400, "unsupported_grant_type", {
    unsupported_grant_type:
      "The authorization grant type is not supported by the authorization server. Configured grant types: [{0}].",
  }),
};

/** Okta's internal code of a refusal. */
export type RefusalCode = keyof typeof REFUSALS;

/** A documented refusal, with the value that its description names. */
export function refusal(
  code: RefusalCode,
  value = "",
  headers: Readonly<Record<string, string>> = {},
): OAuthError {
  const { status, error, description } = REFUSALS[code];
  return new OAuthError(status, error, description.replace("{0}", value), headers);
}
