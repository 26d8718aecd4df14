import { authenticateClient } from "../client-auth/authenticate-client.ts";
import { readIdToken } from "../people/id-token.ts";
import { activeRefreshToken } from "../people/refresh-tokens.ts";
import { requireToken, type TokenRequest } from "../request.ts";
import { type AccessTokenClaims, readAccessToken } from "../verify-access-token.ts";
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
  const token = form.get("token") ?? "";
  const claims = await readAccessToken(state, issuer, token);
  request.answer = claims
    ? describe(claims)
    : ((await describeIdToken(request, token)) ?? describeRefreshToken(request, token));
}

async function describeIdToken({ state, issuer }: TokenRequest, token: string) {
  const claims = await readIdToken(state, issuer, token, state.org.now());
  const user = claims && state.org.users.get(claims.sub);
  if (user?.status !== "ACTIVE") return undefined;
  const { login: username } = user.profile;
  return { ...claims, active: true, client_id: claims?.aud, uid: user.id, username };
}

function describe({ scp, cid, ver: _ver, ...others }: AccessTokenClaims): Record<string, unknown> {
  return {
    ...others,
    active: true,
    token_type: others.cnf ? "DPoP" : "Bearer",
    scope: scp.join(" "),
    client_id: cid,
    ...(others.uid === undefined ? {} : { username: others.sub }),
  };
}

function describeRefreshToken({ state, issuer }: TokenRequest, value: string) {
  const token = activeRefreshToken(state, issuer, value);
  if (!token) return { active: false };
  return {
    active: true,
    token_type: "refresh_token",
    scope: token.scopes.join(" "),
    client_id: token.clientId,
    uid: token.userId,
    username: state.org.users.get(token.userId)?.profile.login,
    iss: issuer.issuer,
    iat: Math.floor(token.issued / 1000),
  };
}
