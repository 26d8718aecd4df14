import type { Finding, Path } from "./finding.ts";

/** Members of a JWK that only private keys and secrets have (RFC 7518, sections 6.2.2, 6.3.2 and 6.4). */
export const PRIVATE_MEMBERS: readonly string[] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** A member of a private key where a public one is asked for. Its value is never repeated. */
export function privateMember(at: Path): Finding | undefined {
  if (!PRIVATE_MEMBERS.includes(String(at.at(-1)))) return undefined;
  return {
    code: "private-key",
    at,
    message: "is a member of a private key",
    allowed: "public keys only: kty, kid, n, e",
    fix: "remove it, and treat the key as leaked: make a new one, and give its public half here",
  };
}

/** The members of a public RSA key as RFC 7518 writes it. */
export interface RsaKey {
  /** Modulus, base64url. */
  n: string;
  /** Exponent, base64url. */
  e: string;
}

/**
 * Members of a key that make it none of 2048 bits or more. The form alone does not tell whether the
 * numbers make a key.
 */
export function rsaFaults({ n, e }: RsaKey): ("n" | "e")[] {
  const [modulus, exponent] = [number(n), number(e)];
  const isLong = modulus.toString(2).length >= 2048;
  return [
    ...(isLong && isOdd(modulus) ? [] : ["n" as const]),
    ...(exponent > 1n && isOdd(exponent) ? [] : ["e" as const]),
  ];
}

/** The number that a text in base64url writes; 0 for an empty one. */
function number(base64url: string): bigint {
  return BigInt(`0x0${Buffer.from(base64url, "base64url").toString("hex")}`);
}

/** A modulus as it can be compared: one number has more than one form in base64url. */
export function modulusOf(n: string): string {
  return number(n).toString(16);
}

function isOdd(number: bigint): boolean {
  return number % 2n === 1n;
}
