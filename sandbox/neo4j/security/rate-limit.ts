/** How many failed logins a name may have, and for how long it is locked after them. */
export interface RateLimitOptions {
  /** 0 turns the limit off. */
  maxFailedAttempts: number;
  /** Milliseconds. */
  lockTime: number;
  now: () => number;
}

interface Attempts {
  failed: number;
  lastFailedAt: number;
}

// Names come from callers who need no credentials: memory must not grow with them.
const NAMES_KEPT = 10_000;

/**
 * Counts failed password logins by user name, existing or not. A name that has failed too often is
 * refused unheard until the lock time has passed since its last failure.
 */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #attempts = new Map<string, Attempts>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  permits(username: string): boolean {
    const { maxFailedAttempts, lockTime, now } = this.#options;
    const attempts = this.#attempts.get(username);
    return (
      maxFailedAttempts <= 0 ||
      attempts === undefined ||
      attempts.failed < maxFailedAttempts ||
      now() >= attempts.lastFailedAt + lockTime
    );
  }

  succeeded(username: string): void {
    this.#attempts.delete(username);
  }

  failed(username: string): void {
    const failed = (this.#attempts.get(username)?.failed ?? 0) + 1;
    this.#attempts.delete(username);
    this.#attempts.set(username, { failed, lastFailedAt: this.#options.now() });
    if (this.#attempts.size > NAMES_KEPT) {
      for (const oldest of this.#attempts.keys()) {
        this.#attempts.delete(oldest);
        break;
      }
    }
  }
}
