import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, importPKCS8 } from "jose";
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  modifyAssertion,
  PrivateKeyJwt,
} from "oauth4webapi";
import type { ServerClock } from "./clock.ts";
import { TokenError } from "./errors.ts";

/** How a client proves itself at the token endpoint. */
export type Credential =
  | { kind: "client_secret_basic" | "client_secret_post"; clientSecret: string }
  | {
      kind: "private_key_jwt";
      /** PEM (PKCS#8 or PKCS#1, unencrypted) or a private JWK as JSON; RSA, 2048 bits or more. */
      privateKey: string;
      /** `kid` of the public key at Okta. A JWK may carry it itself. */
      kid?: string;
    };

/** A client assertion is used at once; five minutes allow for skewed clocks. Okta takes one hour. */
const ASSERTION_LIFETIME_SECONDS = 300;

/**
 * The client authentication of RFC 6749 section 2.3 or RFC 7523 section 2.2.
 *
 * @throws {TokenError} `token-credential`; its message never holds any part of the credential.
 */
export async function clientAuthentication(
  credential: Credential,
  tokenEndpoint: string,
  clock: ServerClock,
): Promise<ClientAuth> {
  if (credential.kind !== "private_key_jwt") {
    if (credential.clientSecret === "") throw unusable("the client secret is empty");
    return credential.kind === "client_secret_basic"
      ? ClientSecretBasic(credential.clientSecret)
      : ClientSecretPost(credential.clientSecret);
  }
  const { key, kid } = readPrivateKey(credential.privateKey);
  const keyId = credential.kid ?? kid;
  const pem = key.export({ format: "pem", type: "pkcs8" }).toString();
  const signingKey = await importPKCS8(pem, "RS256");
  return PrivateKeyJwt(keyId === undefined ? signingKey : { key: signingKey, kid: keyId }, {
    [modifyAssertion]: (_header, payload) => {
      payload.aud = tokenEndpoint;
      payload.iat = payload.nbf = clock.seconds;
      payload.exp = clock.seconds + ASSERTION_LIFETIME_SECONDS;
    },
  });
}

/** RFC 7638 thumbprint of the credential's public key; undefined for a secret. */
export async function thumbprintOf(credential: Credential): Promise<string | undefined> {
  if (credential.kind !== "private_key_jwt") return undefined;
  const { key } = readPrivateKey(credential.privateKey);
  return calculateJwkThumbprint(await exportJWK(createPublicKey(key)));
}

function readPrivateKey(text: string): { key: KeyObject; kid?: string } {
  const trimmed = text.trim();
  let read: { key: KeyObject; kid?: string };
  try {
    if (trimmed.startsWith("{")) {
      const jwk = JSON.parse(trimmed) as { kid?: unknown };
      const key = createPrivateKey({ key: jwk as never, format: "jwk" });
      read = typeof jwk.kid === "string" ? { key, kid: jwk.kid } : { key };
    } else {
      read = { key: createPrivateKey(trimmed) };
    }
  } catch {
    throw unusable(
      "the private key is neither an unencrypted PEM (PKCS#8 or PKCS#1) nor a private JWK",
    );
  }
  const bits = read.key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (read.key.asymmetricKeyType !== "rsa" || bits < 2048) {
    throw unusable("the private key must be RSA of at least 2048 bits, for RS256");
  }
  return read;
}

/** A credential that nothing can be done with. */
export function unusable(reason: string): TokenError {
  return new TokenError("token-credential", `The credential cannot be used: ${reason}.`);
}
