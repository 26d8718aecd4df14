import { TYPES } from "../access/effective/okta.ts";
import type { Resource } from "../access/effective/resource.ts";
import type { OktaApp } from "../okta-api/objects.ts";
import type { Make } from "./live.ts";

/** An app at Okta in the form of a stack's. */
export function appResource(
  { id, label, status, profile, credentials, settings }: OktaApp,
  make: Make,
): Resource {
  const { client_id: clientId, token_endpoint_auth_method: method } = credentials.oauthClient;
  const { grant_types: grantTypes, jwks, jwks_uri: jwksUri } = settings.oauthClient;
  const { application_type: type, redirect_uris: redirectUris } = settings.oauthClient;
  return make(TYPES.app, id, label, {
    label,
    ...(type ? { type } : {}),
    status,
    clientId,
    redirectUris: redirectUris ?? [],
    implicitAssignment: settings.implicitAssignment ?? false,
    grantTypes: grantTypes ?? [],
    tokenEndpointAuthMethod: method ?? "client_secret_basic",
    jwks: jwks?.keys ?? [],
    ...(jwksUri ? { jwksUri } : {}),
    profile: JSON.stringify(profile ?? {}),
  });
}
