import { randomFillSync } from "node:crypto";

const ID_BYTES = 32;
const IDS_PER_DRAW = 128;

/**
 * Identifiers of 256 random bits in base64url. Randomness is drawn for many at once, since a draw
 * costs more than the bytes it gives.
 */
export class RandomIds {
  readonly #pool = Buffer.alloc(ID_BYTES * IDS_PER_DRAW);
  #used = this.#pool.length;

  /** The next identifier: 43 characters. */
  next(): string {
    if (this.#used === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += ID_BYTES;
    return this.#pool.toString("base64url", start, this.#used);
  }
}
