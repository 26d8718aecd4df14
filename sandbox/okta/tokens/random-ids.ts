import { randomFillSync } from "node:crypto";

const idBytes = 32;
const idsPerDraw = 128;

/**
 * Identifiers of 256 random bits in base64url. Randomness is drawn for many at once, since a draw
 * costs more than the bytes it gives.
 */
export class RandomIds {
  readonly #pool = Buffer.alloc(idBytes * idsPerDraw);
  #used = this.#pool.length;

  next(): string {
    if (this.#used === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += idBytes;
    return this.#pool.toString("base64url", start, this.#used);
  }
}
