import { CompactSign } from "jose";
import { activeKey } from "./keys.ts";
import type { TokenRequest } from "./request.ts";

/**
 * Signs the access token that the request has earned, with Okta's header (`kid`, `alg`) and claims.
 * Custom claims cannot displace those of every token.
 */
export async function signAccessToken(request: TokenRequest): Promise<string> {
  const { issuer, client, lifetime, now, thumbprint, scopes } = request;
  const key = activeKey(issuer.keys);
  const expiry = now + lifetime;
  key.lastTokenExpiry = Math.max(key.lastTokenExpiry ?? 0, expiry * 1000);
  const { sub = client.clientId, ...custom } = request.claims;
  const claims = {
    ver: 1,
    jti: `AT.${request.state.tokenIds.next()}`,
    iss: issuer.issuer,
    aud: issuer.audience,
    iat: now,
    exp: expiry,
    cid: client.clientId,
    scp: scopes,
    ...(thumbprint === undefined ? {} : { cnf: { jkt: thumbprint } }),
    sub,
  };
  const payload = Buffer.from(JSON.stringify({ ...claims, ...custom, ...claims }));
  return await new CompactSign(payload)
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(key.privateKey);
}
