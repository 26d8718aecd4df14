import neo4j, { type AuthTokenManager } from "neo4j-driver";
import type { TokenClient } from "./client.ts";

/**
 * Keeps a driver logged in: `neo4j.driver(uri, bearerTokens(client))`. A token that the database
 * refuses is not offered again; the driver then asks for a new one.
 */
export function bearerTokens(client: TokenClient): AuthTokenManager {
  const manager = neo4j.authTokenManagers.bearer({
    tokenProvider: async () => {
      const token = await client.getToken();
      return {
        token: neo4j.auth.bearer(token.accessToken),
        expiration: new Date(client.refreshAt(token)),
      };
    },
  });
  return {
    getToken: () => manager.getToken(),
    handleSecurityException: (token, code) => {
      client.forget();
      return manager.handleSecurityException(token, code);
    },
  };
}
