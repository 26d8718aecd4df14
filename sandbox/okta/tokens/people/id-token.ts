import { createHash, randomBytes } from "node:crypto";
import { CompactSign, type JWTPayload, jwtVerify } from "jose";
import type { App } from "../../entities.ts";
import { evaluateClaims, inIdToken } from "../claims.ts";
import { customServer, type Issuer } from "../issuer.ts";
import { activeKey, publishedKeys } from "../keys.ts";
import type { TokenState } from "../state.ts";
import type { Person } from "./person.ts";

/** Lifetime of an ID token in seconds, which no rule changes. */
const LIFETIME = 3600;

/** What an ID token says. */
interface IdTokenInput {
  readonly client: App;
  readonly person: Person;
  readonly scopes: readonly string[];
  /** The access token that it comes with. */
  readonly accessToken: string;
  readonly authTime: number;
  readonly nonce: string | undefined;
}

/** Claims that Okta sets itself. */
interface IdTokenClaims extends JWTPayload {
  sub: string;
  aud: string;
}

/** Signs an ID token (OpenID Connect Core section 2). No claim of the server displaces those of every token. */
export async function signIdToken(
  { org }: TokenState,
  issuer: Issuer,
  { client, person, scopes, accessToken, authTime, nonce }: IdTokenInput,
): Promise<string> {
  const key = activeKey(issuer.keys);
  const now = Math.floor(org.now() / 1000);
  const expiry = now + LIFETIME;
  key.lastTokenExpiry = Math.max(key.lastTokenExpiry ?? 0, expiry * 1000);
  const payload = {
    ...evaluateClaims(customServer(issuer), { app: client, scopes, person }, inIdToken),
    sub: person.user.id,
    ver: 1,
    iss: issuer.issuer,
    aud: client.clientId,
    iat: now,
    exp: expiry,
    jti: `ID.${randomBytes(32).toString("base64url")}`,
    amr: ["pwd"],
    idp: org.id,
    ...(nonce === undefined ? {} : { nonce }),
    auth_time: authTime,
    at_hash: halfHash(accessToken),
  };
  return await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(key.privateKey);
}

/** Left half of the SHA-256 of a token (OpenID Connect Core section 3.1.3.6). */
function halfHash(token: string): string {
  return createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");
}

/**
 * The claims of an ID token of the issuer; undefined for one that it did not issue, or that has expired
 * where `at` (milliseconds since the epoch) is later. By default an expired one will do.
 */
export async function readIdToken(
  { org }: TokenState,
  issuer: Issuer,
  token: string,
  at = 0,
): Promise<IdTokenClaims | undefined> {
  const keys = publishedKeys(issuer.keys, org.now());
  try {
    const { payload } = await jwtVerify<IdTokenClaims>(
      token,
      ({ kid }) => {
        const key = keys.find((candidate) => candidate.kid === kid);
        if (!key) throw new Error("No such key.");
        return key.publicKey;
      },
      { algorithms: ["RS256"], issuer: issuer.issuer, currentDate: new Date(at) },
    );
    return payload.jti?.startsWith("ID.") ? payload : undefined;
  } catch {
    return undefined;
  }
}
