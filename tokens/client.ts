import { type Credential, clientAuthentication } from "./credential.ts";
import { TokenError } from "./errors.ts";
import { Redactor } from "./redact.ts";
import { type IssuedToken, requestToken } from "./request.ts";
import { createResilience, type Execute, type ResilienceOptions } from "./resilience.ts";

/** For dashboards: never told a token or a secret. */
export interface TokenMetrics {
  /** Told of every `getToken`. */
  cache?(result: "hit" | "miss"): void;
  /** One HTTP request: its milliseconds and `2xx`, `4xx`, `5xx` or `none` (no answer). */
  request?(latency: number, statusClass: string): void;
  /** Before the wait, in milliseconds, that comes before a repetition. */
  retry?(attempt: number, delay: number): void;
}

/** Whose tokens a client asks for, and how. The stack output `access` has issuer, token endpoint, client id and scope. */
export interface TokenClientOptions {
  /** `iss` of the tokens. */
  issuer: string;
  /** Where tokens are asked for: `{issuer}/v1/token` at Okta. Must be at the issuer's host. */
  tokenEndpoint: string;
  clientId: string;
  /** The one scope that is asked for. */
  scope: string;
  credential: Credential;
  /** Hosts beside the issuer's that the credential may be sent to. Default: none. */
  trustedHosts?: readonly string[];
  /**
   * Seconds before its expiry at which a cached token is no longer given out; at most a fifth of
   * the token's lifetime. Default 30.
   */
  expiryMargin?: number;
  /** Milliseconds per request. Default 10 000. */
  timeout?: number;
  /** Retries and circuit breaker. */
  resilience?: ResilienceOptions;
  metrics?: TokenMetrics;
  /** Awaited before every HTTP request, repetitions included: a budget that clients share. */
  gate?: () => Promise<void>;
  /** Default: the global one. */
  fetch?: typeof fetch;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
}

/**
 * Access tokens of one service account, cached in memory until shortly before they expire. Callers
 * that ask at the same time share one request.
 */
export class TokenClient {
  readonly #options: TokenClientOptions;
  readonly #execute: Execute;
  readonly #now: () => number;
  readonly #redactor = new Redactor();
  #cached: IssuedToken | undefined;
  #pending: Promise<IssuedToken> | undefined;

  constructor(options: TokenClientOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { metrics, credential } = options;
    this.#redactor.add(
      "privateKey" in credential ? credential.privateKey : credential.clientSecret,
    );
    this.#execute = createResilience({
      ...options.resilience,
      onRetry: (retry) => {
        metrics?.retry?.(retry.attempt, retry.delay);
        options.resilience?.onRetry?.(retry);
      },
    });
  }

  /** A client that differs from this one in some options, with a cache and a circuit of its own. */
  derive(changes: Partial<TokenClientOptions>): TokenClient {
    return new TokenClient({ ...this.#options, ...changes });
  }

  /**
   * The cached token, or a new one.
   *
   * @throws {TokenError}
   */
  async getToken(): Promise<IssuedToken> {
    const cached = this.#cached;
    if (cached && this.#now() < this.refreshAt(cached)) {
      this.#options.metrics?.cache?.("hit");
      return cached;
    }
    this.#options.metrics?.cache?.("miss");
    this.#pending ??= this.#request().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** Forgets the cached token, e.g. after the database has refused it. */
  forget(): void {
    this.#cached = undefined;
  }

  /** Milliseconds since the epoch from which on this token is replaced by a new one. */
  refreshAt(token: IssuedToken): number {
    const margin = (this.#options.expiryMargin ?? 30) * 1000;
    return token.expiresAt - Math.min(margin, (token.expiresAt - token.receivedAt) / 5);
  }

  async #request(): Promise<IssuedToken> {
    const { issuer, tokenEndpoint, clientId, scope, credential } = this.#options;
    const authentication = await clientAuthentication(credential, tokenEndpoint);
    const token = await this.#execute(async (signal) => {
      await this.#options.gate?.();
      return this.#measured(() =>
        requestToken(
          {
            issuer,
            tokenEndpoint,
            clientId,
            scope,
            authentication,
            timeout: this.#options.timeout ?? 10_000,
            trustedHosts: this.#options.trustedHosts ?? [],
            clean: (text) => this.#redactor.clean(text),
            fetch: this.#options.fetch ?? fetch,
            now: this.#now,
          },
          signal,
        ),
      );
    });
    this.#cached = token;
    return token;
  }

  async #measured(send: () => Promise<IssuedToken>): Promise<IssuedToken> {
    const started = this.#now();
    const report = (statusClass: string) =>
      this.#options.metrics?.request?.(this.#now() - started, statusClass);
    try {
      const token = await send();
      report("2xx");
      return token;
    } catch (error) {
      const status = error instanceof TokenError ? error.details.status : undefined;
      report(status === undefined ? "none" : `${Math.floor(status / 100)}xx`);
      throw error;
    }
  }
}
