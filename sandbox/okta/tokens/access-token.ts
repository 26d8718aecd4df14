import { randomBytes } from "node:crypto";
import { CompactSign } from "jose";
import { activeKey } from "./keys.ts";
import type { TokenRequest } from "./request.ts";

/** Claims that Okta sets itself, which no custom claim can be named after; `sub` has a rule of its own. */
export const RESERVED_CLAIMS: readonly string[] = [
  ...["ver", "jti", "iss", "aud", "iat", "exp", "nbf", "cid", "uid", "scp", "cnf", "auth_time"],
];

/**
 * Signs the access token that the request has earned, with Okta's header (`kid`, `alg`) and claims.
 * Custom claims cannot displace those of every token.
 */
export async function signAccessToken(request: TokenRequest): Promise<string> {
  const { issuer, client, lifetime, now, thumbprint, scopes, person, authTime } = request;
  const key = activeKey(issuer.keys);
  const expiry = now + lifetime;
  key.lastTokenExpiry = Math.max(key.lastTokenExpiry ?? 0, expiry * 1000);
  const payload: Record<string, unknown> = {
    ver: 1,
    jti: `AT.${randomBytes(32).toString("base64url")}`,
    iss: issuer.issuer,
    aud: issuer.audience,
    iat: now,
    exp: expiry,
    cid: client.clientId,
    ...(person ? { uid: person.user.id } : {}),
    scp: scopes,
    ...(authTime === undefined ? {} : { auth_time: authTime }),
    ...(thumbprint === undefined ? {} : { cnf: { jkt: thumbprint } }),
    sub: client.clientId,
  };
  for (const name of Object.keys(request.claims)) {
    if (!RESERVED_CLAIMS.includes(name)) payload[name] = request.claims[name];
  }
  return await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(key.privateKey);
}
