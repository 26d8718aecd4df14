import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";

/** What an assertion is signed with: RS256 takes no shorter key. */
const SHORTEST = 2048;

/**
 * The RSA key of `okta:privateKey`: PEM text (PKCS#1 or PKCS#8, unencrypted, line ends also as `\n`), or the path of a
 * file of it. No message shows the value, since it may be half a key.
 *
 * @throws when it is neither, or no RSA key of 2048 bits and more.
 */
export function readPrivateKey(given: string): KeyObject {
  const key = parse(given.includes("-----BEGIN") ? given : contentOf(given));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < SHORTEST) {
    throw new Error(`okta:privateKey is no RSA key of ${SHORTEST} bits and more`);
  }
  return key;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Error("okta:privateKey is neither PEM text nor the path of a file that can be read");
  }
}

function parse(pem: string): KeyObject {
  try {
    return createPrivateKey(pem.replaceAll("\\n", "\n"));
  } catch {
    throw new Error("okta:privateKey is no unencrypted private key in PEM (PKCS#1 or PKCS#8)");
  }
}
