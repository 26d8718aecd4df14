import { ExpiringMap } from "./expiring-map.ts";

/** Identifiers that must be remembered until a time of their own: used `jti` values, revoked tokens. */
export class ExpiringSet {
  readonly #entries: ExpiringMap<true>;

  /** `now` gives milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#entries = new ExpiringMap(now);
  }

  /** Entries held, expired ones that were not swept yet included. */
  get size(): number {
    return this.#entries.size;
  }

  /** Remembers `id` until `expiry` (milliseconds since the epoch); false if it is remembered already. */
  add(id: string, expiry: number): boolean {
    if (this.has(id)) return false;
    this.#entries.set(id, true, expiry);
    return true;
  }

  /** Whether `id` is remembered and has not expired. */
  has(id: string): boolean {
    return this.#entries.get(id) !== undefined;
  }
}
