import neo4j, { type AuthTokenManager } from "neo4j-driver";
import type { TokenClient } from "./client.ts";
import { TokenError } from "./errors.ts";

/**
 * Keeps a driver logged in: `neo4j.driver(uri, bearerTokens(client))`. A token that the database
 * refuses is not offered again; the driver then asks for a new one. Queries fail with `token-bound` where
 * the server issues tokens that are bound to a key.
 */
export function bearerTokens(client: TokenClient): AuthTokenManager {
  const manager = neo4j.authTokenManagers.bearer({
    tokenProvider: async () => {
      const token = await client.getToken();
      if (token.tokenType.toLowerCase() === "dpop") throw bound();
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

function bound(): TokenError {
  return new TokenError(
    "token-bound",
    "The token is of type DPoP, and Neo4j takes bearer tokens only: it sees no proof of the key. Fix: turn off Require DPoP for the app, and leave out the option dpop.",
  );
}
