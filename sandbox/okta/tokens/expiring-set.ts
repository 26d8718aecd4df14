const FIRST_SWEEP = 1024;

/**
 * Identifiers that must be remembered until a time of their own: used `jti` values, revoked tokens.
 * Expired entries are swept when the set has doubled since the last sweep, so that it never holds
 * more than twice the identifiers still alive, and adding stays cheap.
 */
export class ExpiringSet {
  readonly #expiries = new Map<string, number>();
  readonly #now: () => number;
  #sweepAt = FIRST_SWEEP;

  /** `now` gives milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Entries held, expired ones that were not swept yet included. */
  get size(): number {
    return this.#expiries.size;
  }

  /** Remembers `id` until `expiry` (milliseconds since the epoch); false if it is remembered already. */
  add(id: string, expiry: number): boolean {
    if (this.has(id)) return false;
    if (this.#expiries.size >= this.#sweepAt) this.#sweep();
    this.#expiries.set(id, expiry);
    return true;
  }

  /** Whether `id` is remembered and has not expired. */
  has(id: string): boolean {
    const expiry = this.#expiries.get(id);
    return expiry !== undefined && expiry > this.#now();
  }

  #sweep(): void {
    const now = this.#now();
    for (const [id, expiry] of this.#expiries) {
      if (expiry <= now) this.#expiries.delete(id);
    }
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#expiries.size * 2);
  }
}
