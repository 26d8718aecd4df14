const FIRST_SWEEP = 1024;

/**
 * Values that are known by a name until a time of their own: sessions, codes, tokens. Expired ones are
 * swept when the map has doubled since the last sweep, so that it never holds more than twice those still alive, and
 * adding stays cheap.
 */
export class ExpiringMap<T> {
  readonly #entries = new Map<string, { value: T; expiry: number }>();
  readonly #now: () => number;
  #sweepAt = FIRST_SWEEP;

  /** `now` gives milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Entries held, expired ones that were not swept yet included. */
  get size(): number {
    return this.#entries.size;
  }

  /** Remembers the value until `expiry` (milliseconds since the epoch), in place of an older one. */
  set(key: string, value: T, expiry: number): void {
    if (this.#entries.size >= this.#sweepAt) this.#sweep();
    this.#entries.set(key, { value, expiry });
  }

  /** The value, unless it has expired. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiry > this.#now() ? entry.value : undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, { expiry }] of this.#entries) {
      if (expiry <= now) this.#entries.delete(key);
    }
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#entries.size * 2);
  }
}
