import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";

function pair(bits: number) {
  return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey;
}

const KEY = pair(2048);
const EC = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Keys that are given, as PEM. */
export const PEM = {
  pkcs8: text(KEY.export({ format: "pem", type: "pkcs8" })),
  pkcs1: text(KEY.export({ format: "pem", type: "pkcs1" })),
  public: text(
    generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({
      format: "pem",
      type: "spki",
    }),
  ),
  short: text(pair(1024).export({ format: "pem", type: "pkcs8" })),
  ec: text(EC.privateKey.export({ format: "pem", type: "pkcs8" })),
  encrypted: text(
    KEY.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "hush" }),
  ),
  encryptedPkcs1: text(
    KEY.export({ format: "pem", type: "pkcs1", cipher: "aes-256-cbc", passphrase: "hush" }),
  ),
};

function text(pem: string | Buffer): string {
  return pem.toString();
}

/** Bits of the key in a file. */
export function bitsIn(path: string): number | undefined {
  const { asymmetricKeyDetails } = createPrivateKey(readFileSync(path));
  return asymmetricKeyDetails?.modulusLength;
}
