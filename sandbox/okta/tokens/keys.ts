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

/** The keys of a new authorization server: the one that signs and the one that follows it. */
export function createSigningKeys(): Promise<SigningKey[]> {
  return Promise.all([createSigningKey("ACTIVE"), createSigningKey("NEXT")]);
}

/** The key that signs now. Throws if the holder has none, which no created server is without. */
export function activeKey(holder: KeyHolder): SigningKey {
  const key = holder.keys.find((candidate) => candidate.status === "ACTIVE");
  if (!key) throw new Error("The authorization server has no active signing key.");
  return key;
}

/**
 * The keys that the JWKS shows at `now` (milliseconds since the epoch), which are those whose
 * signatures are accepted: the active one, and replaced ones until their last token has expired.
 */
export function publishedKeys(holder: KeyHolder, now: number): SigningKey[] {
  return holder.keys.filter((key) => key.status === "ACTIVE" || isAlive(key, now));
}

function isAlive(key: SigningKey, now: number): boolean {
  return key.status === "EXPIRED" && (key.retiredAfter ?? 0) > now;
}

/**
 * Makes the NEXT key the signing one and generates another NEXT. The old key stays in the JWKS until
 * the last token that it signed has expired; keys past that time are dropped. Tokens may be issued
 * meanwhile: the swap happens at once, after the generation.
 */
export async function rotateKeys(org: Org, server: AuthorizationServer): Promise<void> {
  await rotateHolder(server, org);
  server.lastRotated = new Date(org.now()).toISOString();
  if (server.rotationMode === "AUTO") {
    server.nextRotation = new Date(org.now() + rotationPeriod).toISOString();
  }
}

async function rotateHolder(holder: KeyHolder, org: Org): Promise<void> {
  const fresh = await createSigningKey("NEXT");
  const next = holder.keys.find((key) => key.status === "NEXT") ?? (await createSigningKey("NEXT"));
  const now = org.now();
  for (const key of holder.keys) {
    if (key.status !== "ACTIVE") continue;
    key.status = "EXPIRED";
    key.retiredAfter = key.lastTokenExpiry ?? now;
  }
  next.status = "ACTIVE";
  holder.keys = [fresh, next, ...holder.keys.filter((key) => isAlive(key, now))];
}
