import { evaluateClaims } from "../claims.ts";
import { customServer } from "../issuer.ts";
import { evaluatePolicies } from "../policies.ts";
import { refusal } from "../refusals.ts";
import type { GrantType, TokenRequest } from "../request.ts";
import { readScopes, refuseUserScopes, USER_SCOPES } from "../scopes.ts";

/** RFC 6749 section 4.4, as a custom authorization server judges it. */
export const clientCredentials: GrantType = {
  name: "client_credentials",
  steps: [readScopes, refuseUserScopes, refuseUnknownScopes, applyPolicies, addClaims],
};

function refuseUnknownScopes({ requested, issuer }: TokenRequest): void {
  const known = customServer(issuer).scopes.map((scope) => scope.name);
  if (!requested.every((scope) => known.includes(scope))) throw refusal("no_matching_scope");
}

function applyPolicies(request: TokenRequest): void {
  const server = customServer(request.issuer);
  const defaults = request.requested.length === 0;
  const scopes = defaults ? defaultScopes(request) : request.requested;
  const { clientId } = request.client;
  const grantType = clientCredentials.name;
  const grant = evaluatePolicies(server, { clientId, grantType, scopes, defaults });
  if (!grant) {
    throw refusal("no_matching_policy");
  }
  request.scopes = [...grant.scopes];
  request.lifetime = grant.lifetime;
}

function defaultScopes({ issuer }: TokenRequest): string[] {
  const scopes = customServer(issuer)
    .scopes.filter((scope) => scope.default && !USER_SCOPES.has(scope.name))
    .map((scope) => scope.name);
  if (scopes.length === 0) throw refusal("no_default_scopes");
  return scopes;
}

function addClaims(request: TokenRequest): void {
  const { client: app, scopes } = request;
  request.claims = evaluateClaims(customServer(request.issuer), { app, scopes });
}
