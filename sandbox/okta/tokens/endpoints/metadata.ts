import { TOKEN_ENDPOINT_AUTH_METHODS } from "../../schemas/oauth-client.ts";
import { ASYMMETRIC_ALGORITHMS, SECRET_ALGORITHMS } from "../algorithms.ts";
import type { Issuer } from "../issuer.ts";
import { OIDC_SCOPES } from "../scopes.ts";
import type { TokenState } from "../state.ts";
import { API_SCOPES } from "./api-scopes.ts";

const USER_GRANTS = ["authorization_code", "implicit", "refresh_token", "password"];
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** Grants that the org authorization server alone names. */
const ORG_GRANTS = [
  "urn:okta:params:oauth:grant-type:otp",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "urn:okta:params:oauth:grant-type:oob",
  "http://auth0.com/oauth/grant-type/mfa-oob",
  "urn:ietf:params:oauth:grant-type:token-exchange",
];

const ID_TOKEN_CLAIMS = [
  ...["iss", "ver", "sub", "aud", "iat", "exp", "jti", "auth_time", "amr", "idp", "nonce"],
  ...["name", "nickname", "preferred_username", "given_name", "middle_name", "family_name"],
  ...["email", "email_verified", "profile", "zoneinfo", "locale", "address", "phone_number"],
  ...["picture", "website", "gender", "birthdate", "updated_at", "at_hash", "c_hash"],
];

/** `oauth-authorization-server` (RFC 8414), with Okta's fields in Okta's order. */
export function oauthMetadata({ org }: TokenState, issuer: Issuer): Record<string, unknown> {
  const { server, base } = issuer;
  return {
    issuer: issuer.issuer,
    authorization_endpoint: `${base}/v1/authorize`,
    token_endpoint: `${base}/v1/token`,
    registration_endpoint: `${org.url}/oauth2/v1/clients`,
    ...(server ? { jwks_uri: `${base}/v1/keys` } : {}),
    response_types_supported: responseTypes(["code", "token", "id_token"]),
    response_modes_supported: RESPONSE_MODES,
    grant_types_supported: [
      ...[...USER_GRANTS, "client_credentials", DEVICE_GRANT],
      ...(server ? [] : ORG_GRANTS),
    ],
    subject_types_supported: ["public"],
    scopes_supported: server ? publishedScopes(issuer) : [...API_SCOPES, ...OIDC_SCOPES, "groups"],
    token_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
    claims_supported: ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
    ...endpointsOf(issuer),
    ...(server ? {} : ORG_FIELDS),
  };
}

/**
 * `openid-configuration` (OpenID Connect Discovery 1.0). Okta leaves `client_credentials` out of its
 * grant types here.
 */
export function openidConfiguration({ org }: TokenState, issuer: Issuer): Record<string, unknown> {
  const { server, base } = issuer;
  return {
    issuer: issuer.issuer,
    authorization_endpoint: `${base}/v1/authorize`,
    token_endpoint: `${base}/v1/token`,
    userinfo_endpoint: `${base}/v1/userinfo`,
    registration_endpoint: `${org.url}/oauth2/v1/clients`,
    jwks_uri: `${base}/v1/keys`,
    response_types_supported: responseTypes(["code", "id_token"]),
    response_modes_supported: RESPONSE_MODES,
    grant_types_supported: [...USER_GRANTS, DEVICE_GRANT],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: server ? publishedScopes(issuer) : [...OIDC_SCOPES, "groups"],
    token_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
    claims_supported: ID_TOKEN_CLAIMS,
    ...endpointsOf(issuer),
  };
}

const RESPONSE_MODES = ["query", "fragment", "form_post", "okta_post_message"];

function responseTypes(single: readonly string[]): string[] {
  return [...single, "code id_token", "code token", "id_token token", "code id_token token"];
}

/** What only the org's OAuth metadata ends with. */
const ORG_FIELDS = {
  frontchannel_logout_supported: true,
  frontchannel_logout_session_supported: true,
  identity_chaining_requested_token_types_supported: ["urn:ietf:params:oauth:token-type:id-jag"],
};

/** The fields that both documents share at their end. */
function endpointsOf({ base }: Issuer): Record<string, unknown> {
  return {
    code_challenge_methods_supported: ["S256"],
    introspection_endpoint: `${base}/v1/introspect`,
    introspection_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
    revocation_endpoint: `${base}/v1/revoke`,
    revocation_endpoint_auth_methods_supported: TOKEN_ENDPOINT_AUTH_METHODS,
    end_session_endpoint: `${base}/v1/logout`,
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: [...SECRET_ALGORITHMS, ...ASYMMETRIC_ALGORITHMS],
    device_authorization_endpoint: `${base}/v1/device/authorize`,
    pushed_authorization_request_endpoint: `${base}/v1/par`,
    dpop_signing_alg_values_supported: ASYMMETRIC_ALGORITHMS,
  };
}

/** The scopes about a user, and those of the server's own that are published to all clients. */
function publishedScopes({ server }: Issuer): string[] {
  const published = (server?.scopes ?? []).filter((one) => one.metadataPublish === "ALL_CLIENTS");
  return [...new Set([...OIDC_SCOPES, ...published.map((scope) => scope.name)])];
}
