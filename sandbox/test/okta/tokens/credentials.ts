import { CompactSign, type CryptoKey, exportJWK, generateKeyPair } from "jose";
import type { AppKey } from "../../../okta/entities.ts";
import { jsonText } from "../../support/json-types.ts";
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
  const jwt = await sign(payload, key, { ...(key.kid && { kid: key.kid }), ...header });
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A DPoP proof for the token endpoint that is in order but for the changes. */
export async function proof(
  world: World,
  key: Pick<ClientKey, "jwk" | "alg"> & { privateKey: CryptoKey | Uint8Array },
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
  return await sign(payload, key, { typ: "dpop+jwt", jwk, ...header });
}

/** The token with another value of a header field; its signature stays as it was. */
export function withHeader(jwt: string, name: string, value: unknown): string {
  const [header = "", ...rest] = jwt.split(".");
  const fields = { ...JSON.parse(Buffer.from(header, "base64url").toString()), [name]: value };
  return [Buffer.from(JSON.stringify(fields)).toString("base64url"), ...rest].join(".");
}

/** Signs these claims, of whatever type they are. */
async function sign(
  payload: object,
  { privateKey, alg }: { privateKey: CryptoKey | Uint8Array; alg: string },
  header: Record<string, unknown>,
): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(jsonText(payload)))
    .setProtectedHeader({ alg, ...header })
    .sign(privateKey);
}
