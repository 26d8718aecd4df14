import { customIssuer, orgIssuer } from "../issuer.ts";
import { CACHED_FOR_A_DAY, type Endpoint, serverId } from "./endpoint.ts";
import { oauthMetadata, openidConfiguration } from "./metadata.ts";

/** Both discovery documents of the custom servers and of the org's own. */
export const discovery: readonly Endpoint[] = [
  ofServer(
    "/oauth2/:authorizationServerId/.well-known/openid-configuration",
    "OpenID Connect metadata of a custom authorization server",
    openidConfiguration,
  ),
  ofServer(
    "/oauth2/:authorizationServerId/.well-known/oauth-authorization-server",
    "OAuth 2.0 metadata of a custom authorization server",
    oauthMetadata,
  ),
  ofServer(
    "/.well-known/oauth-authorization-server/oauth2/:authorizationServerId",
    "The same at the place of RFC 8414 section 3.1",
    oauthMetadata,
  ),
  ofOrg(
    "/.well-known/openid-configuration",
    "OpenID Connect metadata of the org authorization server",
    openidConfiguration,
  ),
  ofOrg(
    "/.well-known/oauth-authorization-server",
    "OAuth 2.0 metadata of the org authorization server",
    oauthMetadata,
  ),
];

type Document = typeof oauthMetadata;

function ofServer(path: string, summary: string, document: Document): Endpoint {
  return {
    method: "GET",
    path,
    summary,
    cacheControl: CACHED_FOR_A_DAY,
    async handle({ org }, request) {
      return document(customIssuer(org, serverId(request)), org.url);
    },
  };
}

function ofOrg(path: string, summary: string, document: Document): Endpoint {
  return {
    method: "GET",
    path,
    summary,
    cacheControl: CACHED_FOR_A_DAY,
    async handle(state) {
      return document(orgIssuer(state), state.org.url);
    },
  };
}
