import { createHash } from "node:crypto";
import type { TokenAuthorization } from "./types.ts";

/** How long and how much the cache keeps. */
export interface AuthCacheOptions {
  /** Milliseconds; 0 turns the cache off, undefined means entries do not age. */
  ttl: number | undefined;
  maxCapacity: number;
  now: () => number;
}

interface Entry<T> {
  value: T;
  at: number;
}

/**
 * Remembers what a token was verified to say, so that a driver's connections do not each cost a
 * signature check. The key is a hash of the token. Holders check the token's expiry themselves.
 */
export class AuthCache<T> {
  readonly #options: AuthCacheOptions;
  readonly #entries = new Map<string, Entry<T>>();
  #generation = 0;

  constructor(options: AuthCacheOptions) {
    this.#options = options;
  }

  get(provider: string, token: string): T | undefined {
    const key = keyOf(provider, token);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (this.#aged(entry.at)) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry.value;
  }

  set(provider: string, token: string, value: T): void {
    if (this.#options.ttl === 0 || this.#options.maxCapacity === 0) return;
    if (this.#entries.size >= this.#options.maxCapacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    this.#entries.set(keyOf(provider, token), { value, at: this.#options.now() });
  }

  /** `CALL dbms.security.clearAuthCache()`: running sessions must log in again, too. */
  clear(): void {
    this.#entries.clear();
    this.#generation += 1;
  }

  /** Marks roles as taken from a token now. */
  authorize(roles: readonly string[]): TokenAuthorization {
    return { roles, at: this.#options.now(), generation: this.#generation };
  }

  /** Whether a session may still rely on the roles of its token. */
  stillValid(authorization: TokenAuthorization): boolean {
    if (authorization.generation !== this.#generation) return false;
    return this.#options.ttl === 0 || !this.#aged(authorization.at);
  }

  #aged(at: number): boolean {
    const { ttl, now } = this.#options;
    return ttl !== undefined && now() >= at + ttl;
  }
}

function keyOf(provider: string, token: string): string {
  return createHash("sha256").update(provider).update("\0").update(token).digest("base64");
}
