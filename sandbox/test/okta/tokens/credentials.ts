import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { AppKey } from "../../../okta/entities.ts";
import { created, type World } from "./world.ts";

/** A key pair of a client: the private half to sign with, the public half as the app registers it. */
export async function clientKey(kid: string, alg = "ES256") {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { kty: "", ...(await exportJWK(publicKey)), kid };
  const registered: AppKey = {
    ...jwk,
    id: `pks${kid}`,
    status: "ACTIVE",
    created,
    lastUpdated: created,
  };
  return { kid, alg, privateKey, jwk, registered };
}

export type ClientKey = Awaited<ReturnType<typeof clientKey>>;

let assertions = 0;

/** Form parameters of a client assertion that is in order but for the changes. */
export async function assertion(
  world: World,
  key: { privateKey: CryptoKey | Uint8Array; alg: string; kid?: string },
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<Record<string, string>> {
  assertions += 1;
  const { clientId } = world.app;
  const payload = {
    iss: clientId,
    sub: clientId,
    aud: world.tokenEndpoint,
    iat: world.seconds,
    exp: world.seconds + 300,
    jti: `assertion-${assertions}`,
    ...claims,
  };
  const jwt = await new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, ...(key.kid && { kid: key.kid }), ...header })
    .sign(key.privateKey);
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A DPoP proof for the token endpoint that is in order but for the changes. */
export async function proof(
  world: World,
  key: ClientKey,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  assertions += 1;
  const { kid: _, ...jwk } = key.jwk;
  const payload = {
    htm: "POST",
    htu: world.tokenEndpoint,
    iat: world.seconds,
    jti: `proof-${assertions}`,
    ...claims,
  };
  return await new SignJWT(payload)
    .setProtectedHeader({ typ: "dpop+jwt", alg: key.alg, jwk, ...header })
    .sign(key.privateKey);
}
