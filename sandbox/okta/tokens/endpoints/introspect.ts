import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { requireToken, type TokenRequest } from "../request.ts";
import { readAccessToken } from "../verify-access-token.ts";
import { CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";
import { judgedBy } from "./judged.ts";

const answer = judgedBy([authenticateClient, requireToken, describeToken]);

/**
 * Introspection (RFC 7662) by any client of the org, of the tokens of the server that is asked. The
 * token's own claims are part of the answer.
 */
export const introspect: readonly Endpoint[] = [
  [
    "POST",
    `${CUSTOM_SERVER}/v1/introspect`,
    "State of a custom authorization server's token",
    answer,
  ],
  ["POST", "/oauth2/v1/introspect", "State of an org authorization server's token", answer],
];

async function describeToken(request: TokenRequest): Promise<void> {
  const { state, issuer, form } = request;
  const claims = await readAccessToken(state, issuer, form.get("token") ?? "");
  if (!claims) {
    request.answer = { active: false };
    return;
  }
  const { scp, cid, ver: _ver, ...others } = claims;
  request.answer = {
    ...others,
    active: true,
    token_type: claims.cnf ? "DPoP" : "Bearer",
    scope: scp.join(" "),
    client_id: cid,
  };
}
