import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { SigningKey } from "./entities.ts";

/**
 * How long a replaced key stays in the JWKS, in milliseconds: the longest lifetime that a rule can
 * give an access token (1440 minutes), so that no token outlives the key it was signed with.
 */
export const KEY_OVERLAP = 1440 * 60_000;

/** A new RSA key of 2048 bits for RS256; its `kid` is its RFC 7638 thumbprint. */
export async function createSigningKey(status: SigningKey["status"]): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    status,
    privateKey,
    publicJwk: { kty: "RSA", alg: "RS256", kid, use: "sig", ...jwk },
  };
}

/** The key that signs now and the one that follows it. */
export function createSigningKeys(): Promise<SigningKey[]> {
  return Promise.all([createSigningKey("ACTIVE"), createSigningKey("NEXT")]);
}

/** The one key that signs. */
export function activeKey(keys: readonly SigningKey[]): SigningKey {
  const key = keys.find(({ status }) => status === "ACTIVE");
  if (!key)
    throw new TypeError("An authorization server has exactly one ACTIVE key, this has none.");
  return key;
}

/** The keys that a JWKS shows at `now` (milliseconds): the active one, and replaced ones until their tokens have expired. */
export function publishedKeys(keys: readonly SigningKey[], now: number): SigningKey[] {
  return keys.filter(
    ({ status, retiredAfter }) =>
      status === "ACTIVE" || (status === "EXPIRED" && (retiredAfter ?? 0) > now),
  );
}

/**
 * Makes the NEXT key ACTIVE, keeps the replaced one as EXPIRED for `KEY_OVERLAP`, drops keys whose
 * time is over and generates a new NEXT one. The swap happens at once, after the generation.
 */
export async function rotateKeys(keys: SigningKey[], now: () => number): Promise<void> {
  const following = await createSigningKey("NEXT");
  for (const key of keys) {
    if (key.status === "ACTIVE") {
      key.status = "EXPIRED";
      key.retiredAfter = now() + KEY_OVERLAP;
    } else if (key.status === "NEXT") {
      key.status = "ACTIVE";
    }
  }
  const kept = keys.filter((key) => key.status !== "EXPIRED" || (key.retiredAfter ?? 0) > now());
  keys.splice(0, keys.length, ...kept, following);
}
