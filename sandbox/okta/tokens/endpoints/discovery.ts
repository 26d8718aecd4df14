import { publishedKeys } from "../keys.ts";
import { type Answer, CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";
import { oauthMetadata, openidConfiguration } from "./metadata.ts";

/** The JWKS (RFC 7517 section 5): every key whose signatures are still accepted. */
const jwks: Answer = ({ org }, { keys }) => ({
  keys: publishedKeys(keys, org.now()).map(({ publicJwk }) => publicJwk),
});

/** Both discovery documents and the keys, of the custom servers and of the org's own. */
export const discovery: readonly Endpoint[] = [
  ["GET", `${CUSTOM_SERVER}/v1/keys`, "JWKS of a custom authorization server", jwks],
  ["GET", "/oauth2/v1/keys", "JWKS of the org authorization server", jwks],
  [
    "GET",
    `${CUSTOM_SERVER}/.well-known/openid-configuration`,
    "OpenID Connect metadata of a custom authorization server",
    openidConfiguration,
  ],
  [
    "GET",
    `${CUSTOM_SERVER}/.well-known/oauth-authorization-server`,
    "OAuth 2.0 metadata of a custom authorization server",
    oauthMetadata,
  ],
  [
    "GET",
    `/.well-known/oauth-authorization-server${CUSTOM_SERVER}`,
    "The same at the place of RFC 8414 section 3.1",
    oauthMetadata,
  ],
  [
    "GET",
    "/.well-known/openid-configuration",
    "OpenID Connect metadata of the org authorization server",
    openidConfiguration,
  ],
  [
    "GET",
    "/.well-known/oauth-authorization-server",
    "OAuth 2.0 metadata of the org authorization server",
    oauthMetadata,
  ],
];
