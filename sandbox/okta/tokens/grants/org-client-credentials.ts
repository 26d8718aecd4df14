import { OAuthError } from "../errors.ts";
import type { Step, TokenRequest } from "../request.ts";
import { noDefaultScopes, readScopes, refuseUserScopes, unknownScopes } from "../scopes.ts";

/** RFC 6749 section 4.4. */
export const grantType = "client_credentials";

/** How Okta's API scopes are spelled: `okta.apps.read`, `okta.users.manage.self`. */
const apiScope = /^okta\.[A-Za-z]+(\.[A-Za-z]+)+$/;

/** Lifetime of a token for Okta's API, in seconds. */
const lifetime = 3600;

/** How the org authorization server judges the grant: Okta's API scopes, as granted to the app. */
export const steps: readonly Step[] = [
  requirePrivateKey,
  readScopes,
  refuseUserScopes,
  refuseOtherScopes,
  keepGrantedScopes,
];

function requirePrivateKey({ client }: TokenRequest): void {
  if (client.tokenEndpointAuthMethod !== "private_key_jwt") {
    throw new OAuthError(
      401,
      "invalid_client",
      "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    );
  }
}

function refuseOtherScopes({ requested }: TokenRequest): void {
  if (requested.length === 0) throw noDefaultScopes();
  if (!requested.every((scope) => apiScope.test(scope))) throw unknownScopes();
}

/** Scopes that are not granted to the app are left out of its token; none left is a refusal. */
function keepGrantedScopes(request: TokenRequest): void {
  const granted = new Set(request.client.grants.map((grant) => grant.scopeId));
  const scopes = request.requested.filter((scope) => granted.has(scope));
  if (scopes.length === 0) {
    throw new OAuthError(
      400,
      "consent_required",
      "You are not allowed any of the requested scopes.",
    );
  }
  request.scopes = scopes;
  request.lifetime = lifetime;
}
