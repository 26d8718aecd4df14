import { customIssuer } from "../issuer.ts";
import { type KeyHolder, publishedKeys } from "../keys.ts";
import type { TokenState } from "../state.ts";
import { CACHED_FOR_A_DAY, type Endpoint, serverId } from "./endpoint.ts";

/** The JWKS endpoints (RFC 7517 section 5): every key whose signatures are still accepted. */
export const keys: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/oauth2/:authorizationServerId/v1/keys",
    summary: "JWKS of a custom authorization server",
    cacheControl: CACHED_FOR_A_DAY,
    async handle(state, request) {
      return jwks(state, customIssuer(state.org, serverId(request)).keys);
    },
  },
  {
    method: "GET",
    path: "/oauth2/v1/keys",
    summary: "JWKS of the org authorization server",
    cacheControl: CACHED_FOR_A_DAY,
    async handle(state) {
      return jwks(state, state.orgServer);
    },
  },
];

function jwks(state: TokenState, holder: KeyHolder): { keys: Record<string, unknown>[] } {
  return { keys: publishedKeys(holder, state.org.now()).map((key) => key.publicJwk) };
}
