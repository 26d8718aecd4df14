import type { Scope } from "../../entities.ts";
import { asymmetricAlgorithms, secretAlgorithms } from "../algorithms.ts";
import type { Issuer } from "../issuer.ts";

const clientAuthMethods = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
];

const userGrants = ["authorization_code", "implicit", "refresh_token", "password"];
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

const oidcScopes = ["openid", "profile", "email", "address", "phone", "offline_access"];

const idTokenClaims = [
  ...["iss", "ver", "sub", "aud", "iat", "exp", "jti", "auth_time", "amr", "idp", "nonce"],
  ...["name", "nickname", "preferred_username", "given_name", "middle_name", "family_name"],
  ...["email", "email_verified", "profile", "zoneinfo", "locale", "address", "phone_number"],
  ...["picture", "website", "gender", "birthdate", "updated_at", "at_hash", "c_hash"],
];

/** `oauth-authorization-server` (RFC 8414), with the fields in Okta's order. */
export function oauthMetadata(issuer: Issuer, organization: string): Record<string, unknown> {
  return {
    issuer: issuer.issuer,
    authorization_endpoint: `${issuer.base}/v1/authorize`,
    token_endpoint: `${issuer.base}/v1/token`,
    registration_endpoint: `${organization}/oauth2/v1/clients`,
    ...(issuer.server ? { jwks_uri: `${issuer.base}/v1/keys` } : {}),
    response_types_supported: responseTypes(["code", "token", "id_token"]),
    response_modes_supported: responseModes,
    grant_types_supported: [...userGrants, "client_credentials", deviceGrant],
    subject_types_supported: ["public"],
    scopes_supported: scopesOf(issuer),
    token_endpoint_auth_methods_supported: clientAuthMethods,
    claims_supported: ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
    ...endpointsOf(issuer),
  };
}

/**
 * `openid-configuration` (OpenID Connect Discovery 1.0). Okta leaves `client_credentials` out of its
 * grant types here.
 */
export function openidConfiguration(issuer: Issuer, organization: string): Record<string, unknown> {
  return {
    issuer: issuer.issuer,
    authorization_endpoint: `${issuer.base}/v1/authorize`,
    token_endpoint: `${issuer.base}/v1/token`,
    userinfo_endpoint: `${issuer.base}/v1/userinfo`,
    registration_endpoint: `${organization}/oauth2/v1/clients`,
    jwks_uri: `${issuer.base}/v1/keys`,
    response_types_supported: responseTypes(["code", "id_token"]),
    response_modes_supported: responseModes,
    grant_types_supported: [...userGrants, deviceGrant],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: scopesOf(issuer),
    token_endpoint_auth_methods_supported: clientAuthMethods,
    claims_supported: idTokenClaims,
    ...endpointsOf(issuer),
  };
}

const responseModes = ["query", "fragment", "form_post", "okta_post_message"];

function responseTypes(single: readonly string[]): string[] {
  return [...single, "code id_token", "code token", "id_token token", "code id_token token"];
}

/** The fields that both documents end with. */
function endpointsOf({ base }: Issuer): Record<string, unknown> {
  return {
    code_challenge_methods_supported: ["S256"],
    introspection_endpoint: `${base}/v1/introspect`,
    introspection_endpoint_auth_methods_supported: clientAuthMethods,
    revocation_endpoint: `${base}/v1/revoke`,
    revocation_endpoint_auth_methods_supported: clientAuthMethods,
    end_session_endpoint: `${base}/v1/logout`,
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: [...secretAlgorithms, ...asymmetricAlgorithms],
    device_authorization_endpoint: `${base}/v1/device/authorize`,
    pushed_authorization_request_endpoint: `${base}/v1/par`,
    dpop_signing_alg_values_supported: asymmetricAlgorithms,
  };
}

function scopesOf({ server }: Issuer): string[] {
  const published = (server?.scopes ?? []).filter(isPublished).map((scope) => scope.name);
  return [...new Set([...oidcScopes, ...published])];
}

function isPublished(scope: Scope): boolean {
  return scope.metadataPublish === "ALL_CLIENTS";
}
