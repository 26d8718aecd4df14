import { refusal } from "../refusals.ts";
import type { GrantType, TokenRequest } from "../request.ts";
import { readScopes, refuseUserScopes } from "../scopes.ts";

/** How Okta's API scopes are spelled: `okta.apps.read`, `okta.users.manage.self`. */
const API_SCOPE = /^okta\.[A-Za-z]+(\.[A-Za-z]+)+$/;

/** Lifetime of a token for Okta's API, in seconds. */
const LIFETIME = 3600;

/**
 * RFC 6749 section 4.4, as the org authorization server judges it: Okta's API scopes, as granted to
 * the app.
 */
export const orgClientCredentials: GrantType = {
  name: "client_credentials",
  steps: [requirePrivateKey, readScopes, refuseUserScopes, refuseOtherScopes, keepGrantedScopes],
};

function requirePrivateKey({ client }: TokenRequest): void {
  if (client.tokenEndpointAuthMethod !== "private_key_jwt") {
    throw refusal("unsupported_auth_method_client_creds");
  }
}

function refuseOtherScopes({ requested }: TokenRequest): void {
  if (requested.length === 0) throw refusal("no_default_scopes");
  if (!requested.every((scope) => API_SCOPE.test(scope))) throw refusal("no_matching_scope");
}

/** Scopes that are not granted to the app are left out of its token; none left is a refusal. */
function keepGrantedScopes(request: TokenRequest): void {
  const granted = new Set(request.client.grants.map((grant) => grant.scopeId));
  const scopes = request.requested.filter((scope) => granted.has(scope));
  if (scopes.length === 0) {
    throw refusal("no_org_scopes_granted");
  }
  request.scopes = scopes;
  request.lifetime = LIFETIME;
}
