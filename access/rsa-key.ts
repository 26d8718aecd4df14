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

function isOdd(number: bigint): boolean {
  return number % 2n === 1n;
}
