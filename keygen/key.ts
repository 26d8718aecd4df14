import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint, exportJWK } from "jose";
import { Neo4jOktaError } from "../access/errors.ts";
import { readGivenFile } from "../command/given-file.ts";

/** Bits of an RSA key that is made here. */
export const SIZES = ["2048", "3072", "4096"] as const;

/** The public half of a key, as the settings take it. */
export interface PublicKey {
  kty: "RSA";
  /** RFC 7638 thumbprint. */
  kid: string;
  e: string;
  n: string;
}

/** Makes an RSA key of so many bits. */
export async function newKey(bits: number): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits });
  return privateKey;
}

/** The private key as PKCS#8 PEM, which every library reads. */
export function pemOf(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** The public half of a private key, with its thumbprint as `kid`. */
export async function publicKeyOf(key: KeyObject): Promise<PublicKey> {
  const { e = "", n = "" } = await exportJWK(key);
  const kid = await calculateJwkThumbprint({ kty: "RSA", e, n });
  return { kty: "RSA", kid, e, n };
}

/**
 * Reads an RSA private key: PKCS#8 or PKCS#1 PEM. No message holds any of it.
 *
 * @param source what the text was read from, for the message
 * @throws Neo4jOktaError `private-key`
 */
export function readKey(text: string, source: string): KeyObject {
  const refuse = (what: string, fix: string) =>
    new Neo4jOktaError(
      "private-key",
      `${source} ${what}. Allowed: an RSA private key of 2048 to 8192 bits, PKCS#8 or PKCS#1 PEM, not encrypted. Fix: ${fix}.`,
    );
  const another = "let npm run keygen make one";
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4,ENCRYPTED/.test(text)) {
    throw refuse(
      "is encrypted",
      "decrypt it on the way: openssl pkey -in FILE | npm run keygen -- --from -",
    );
  }
  if (/BEGIN (RSA )?PUBLIC KEY|BEGIN CERTIFICATE/.test(text) && !text.includes("PRIVATE KEY")) {
    throw refuse("holds a public key", "give the private key");
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw refuse("holds no private key in PEM", another);
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength: bits = 0 } = {} } = key;
  if (type !== "rsa") throw refuse(`holds a key of type ${type}`, another);
  if (bits < 2048 || bits > 8192) throw refuse(`holds an RSA key of ${bits} bits`, another);
  return key;
}

/**
 * Reads an RSA private key from a file.
 *
 * @param option the option that named the file, for the message
 * @throws Neo4jOktaError `private-key`
 */
export async function readKeyFile(path: string, option: string): Promise<KeyObject> {
  const named = `${option} ${path}`;
  const refuse = (what: string) => new Neo4jOktaError("private-key", `${named} ${what}`);
  return readKey(await readGivenFile(path, refuse), named);
}
