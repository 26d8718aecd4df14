import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { AuthorizationServer, SigningKey } from "../entities.ts";
import { type Org, timestamp } from "../org.ts";

/** What holds signing keys: an authorization server, or the org's own. */
export type KeyHolder = Pick<AuthorizationServer, "keys">;

/** Okta rotates the keys of a server in AUTO mode about every 90 days; in milliseconds. */
const ROTATION_PERIOD = 90 * 24 * 60 * 60 * 1000;

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

/** The key that signs now. @throws when the holder has none, which no created server is without */
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
  const fresh = await createSigningKey("NEXT");
  const next = server.keys.find((key) => key.status === "NEXT") ?? (await createSigningKey("NEXT"));
  const now = org.now();
  for (const key of server.keys) {
    if (key.status !== "ACTIVE") continue;
    key.status = "EXPIRED";
    key.retiredAfter = key.lastTokenExpiry ?? now;
  }
  next.status = "ACTIVE";
  server.keys = [fresh, next, ...server.keys.filter((key) => isAlive(key, now))];
  server.lastRotated = timestamp(org);
  setRotation(server, server.rotationMode);
}

/** AUTO announces the next rotation, MANUAL has none. */
export function setRotation(server: AuthorizationServer, mode: "AUTO" | "MANUAL"): void {
  server.rotationMode = mode;
  if (mode === "MANUAL") {
    delete server.nextRotation;
  } else {
    server.nextRotation = new Date(Date.parse(server.lastRotated) + ROTATION_PERIOD).toISOString();
  }
}
