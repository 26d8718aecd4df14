import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { AuthorizationServer, SigningKey } from "../entities.ts";
import type { Org } from "../org.ts";

/** What holds signing keys: an authorization server, or the org's own. */
export interface KeyHolder {
  keys: SigningKey[];
}

/** Okta's AUTO rotation period: the recorded distance from lastRotated to nextRotation. */
const rotationPeriod = 90 * 24 * 60 * 60 * 1000;

/** A fresh RSA key pair for RS256, named by its RFC 7638 thumbprint. */
export async function createSigningKey(
  status: SigningKey["status"] = "ACTIVE",
): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const { e, n, kty } = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint({ kty: "RSA", e: e ?? "", n: n ?? "" });
  return {
    kid,
    status,
    privateKey,
    publicKey,
    publicJwk: { kty, alg: "RS256", kid, use: "sig", e, n },
  };
}

/** The key that signs now. Throws if the holder has none, which no created server is without. */
export function activeKey(holder: KeyHolder): SigningKey {
  const key = holder.keys.find((candidate) => candidate.status === "ACTIVE");
  if (!key) throw new Error("The authorization server has no active signing key.");
  return key;
}

/** The keys whose signatures are accepted at `now`: all but those retired with their last token. */
export function acceptedKeys(holder: KeyHolder, now: number): SigningKey[] {
  return holder.keys.filter((key) => key.status !== "EXPIRED" || (key.retiredAfter ?? 0) > now);
}

/**
 * Makes the next key the signing one. The old key stays in the JWKS until the last token that it
 * signed has expired; keys past that time are dropped. A NEXT key, where the server has one, is
 * promoted and another takes its place.
 */
export async function rotateKeys(org: Org, server: AuthorizationServer): Promise<void> {
  await rotate(server, org.now());
  server.lastRotated = new Date(org.now()).toISOString();
  if (server.rotationMode === "AUTO") {
    server.nextRotation = new Date(org.now() + rotationPeriod).toISOString();
  }
}

async function rotate(holder: KeyHolder, now: number): Promise<void> {
  const keepsNext = holder.keys.some((key) => key.status === "NEXT");
  const fresh = await createSigningKey(keepsNext ? "NEXT" : "ACTIVE");
  for (const key of holder.keys) {
    if (key.status === "ACTIVE") {
      key.status = "EXPIRED";
      key.retiredAfter = key.lastTokenExpiry ?? now;
    }
  }
  for (const key of holder.keys) {
    if (key.status === "NEXT") key.status = "ACTIVE";
  }
  holder.keys = [fresh, ...acceptedKeys(holder, now)];
}
