import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import type { AccessAccount } from "../../access/contract.ts";
import { jsonOf } from "../../access/json.ts";
import type { Credential } from "../../tokens/credential.ts";

/**
 * A credential as one text, so that it changes at once: the client secret, or the private key as a JWK with its
 * `kid` (RFC 7517).
 */
export function textOf(credential: Credential): string {
  if (credential.kind !== "private_key_jwt") return credential.clientSecret;
  const { privateKey, kid } = credential;
  if (privateKey.trim().startsWith("{")) return privateKey;
  return JSON.stringify({
    ...privateKeyOf(privateKey).export({ format: "jwk" }),
    ...(kid ? { kid } : {}),
  });
}

/** A private key, of PEM or a JWK. */
export function privateKeyOf(text: string): KeyObject {
  const jwk = jsonOf(text);
  return jwk === undefined
    ? createPrivateKey(text)
    : createPrivateKey({ key: jwk as JsonWebKey, format: "jwk" });
}

/** The credential in such a text; undefined for an empty one. */
export function credentialIn(
  text: string,
  kind: AccessAccount["credential"],
): Credential | undefined {
  const secret = text.trim();
  if (secret === "") return undefined;
  if (kind !== "private_key_jwt") return { kind, clientSecret: secret };
  const { kid } = Object(jsonOf(secret)) as { kid?: unknown };
  return { kind, privateKey: secret, ...(typeof kid === "string" ? { kid } : {}) };
}
