import { generateKeyPairSync, hash, type KeyObject, randomUUID } from "node:crypto";
import { type JWK, SignJWT } from "jose";
import type { Answer } from "./transport.ts";

/**
 * Proofs of possession (RFC 9449), once Okta asks for them: with a key of this process's own, and with the nonce
 * that Okta named last.
 */
export class DpopProver {
  #key: { privateKey: KeyObject; jwk: JWK } | undefined;
  #nonce: string | undefined;

  /** Heeds a refusal that another proof can mend. @returns whether it is one. */
  heeds(error: string, { headers }: Answer): boolean {
    if (error === "invalid_dpop_proof" && this.#key === undefined) {
      const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      this.#key = { privateKey, jwk: publicKey.export({ format: "jwk" }) as JWK };
      return true;
    }
    const nonce = headers["dpop-nonce"];
    if (error !== "use_dpop_nonce" || typeof nonce !== "string") return false;
    this.#nonce = nonce;
    return true;
  }

  /** The header with the proof of one request; none before Okta asked for it. */
  async headers(
    method: string,
    url: string,
    accessToken?: string,
  ): Promise<Record<string, string>> {
    if (this.#key === undefined) return {};
    const { privateKey, jwk } = this.#key;
    const proof = await new SignJWT({
      jti: randomUUID(),
      htm: method,
      htu: url,
      ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }),
      ...(accessToken === undefined ? {} : { ath: hash("sha256", accessToken, "base64url") }),
    })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "RS256", jwk })
      .setIssuedAt()
      .sign(privateKey);
    return { dpop: proof };
  }
}
