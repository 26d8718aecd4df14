import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { OAuthError } from "../errors.ts";
import { revokeFamily } from "../people/family.ts";
import { activeRefreshToken } from "../people/refresh-tokens.ts";
import { requireToken, type TokenRequest } from "../request.ts";
import { readAccessToken } from "../verify-access-token.ts";
import { CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";
import { judgedBy } from "./judged.ts";

const answer = judgedBy([authenticateClient, requireToken, revokeToken]);

/**
 * Revocation (RFC 7009). With a refresh token go the access tokens of its sign-in. A token that is not active counts as revoked, so that nothing
 * leaks.
 */
export const revoke: readonly Endpoint[] = [
  ["POST", `${CUSTOM_SERVER}/v1/revoke`, "Ends a custom authorization server's token", answer],
  ["POST", "/oauth2/v1/revoke", "Ends an org authorization server's token", answer],
];

async function revokeToken({ state, issuer, form, client }: TokenRequest): Promise<void> {
  const value = form.get("token") ?? "";
  const claims = await readAccessToken(state, issuer, value);
  const refresh = claims ? undefined : activeRefreshToken(state, issuer, value);
  const owner = claims?.cid ?? refresh?.clientId;
  if (owner === undefined) return;
  if (owner !== client.clientId) {
    throw new OAuthError(
      400,
      "unauthorized_client",
      "The token was issued to another client. A client may only revoke its own tokens.",
    );
  }
  if (claims) state.revokedTokens.add(claims.jti, claims.exp * 1000);
  else if (refresh) revokeFamily(state, refresh.family);
}
