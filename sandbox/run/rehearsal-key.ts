import { generateKeyPairSync } from "node:crypto";

/** Names the key in client assertions and at the emulator. */
export const REHEARSAL_KID = "sandbox-rehearsal";

/**
 * The key that signs for all accounts on private keys: theirs never enter the program, so the
 * sandbox does not have them.
 */
export interface RehearsalKey {
  publicJwk: { kty: string; n: string; e: string; kid: string; alg: string; use: string };
  /** PEM, PKCS#8. */
  privatePem: string;
}

export function createRehearsalKey(): RehearsalKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  return {
    publicJwk: { kty: "RSA", n, e, kid: REHEARSAL_KID, alg: "RS256", use: "sig" },
    privatePem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}
