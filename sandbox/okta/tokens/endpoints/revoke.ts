import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { OAuthError } from "../errors.ts";
import { requireToken, type TokenRequest } from "../request.ts";
import { readAccessToken } from "../verify-access-token.ts";
import { CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";
import { judgedBy } from "./judged.ts";

const answer = judgedBy([authenticateClient, requireToken, revokeToken]);

/** Revocation (RFC 7009). A token that is not active counts as revoked, so that nothing leaks. */
export const revoke: readonly Endpoint[] = [
  ["POST", `${CUSTOM_SERVER}/v1/revoke`, "Ends a custom authorization server's token", answer],
  ["POST", "/oauth2/v1/revoke", "Ends an org authorization server's token", answer],
];

async function revokeToken({ state, issuer, form, client }: TokenRequest): Promise<void> {
  const claims = await readAccessToken(state, issuer, form.get("token") ?? "");
  if (!claims) return;
  if (claims.cid !== client.clientId) {
    throw new OAuthError(
      400,
      "unauthorized_client",
      "The token was issued to another client. A client may only revoke its own tokens.",
    );
  }
  state.revokedTokens.add(claims.jti, claims.exp * 1000);
}
