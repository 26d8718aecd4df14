import type { ClientAuth, DPoPHandle } from "oauth4webapi";
import { ServerClock } from "./clock.ts";
import { corrected } from "./corrected.ts";
import { type Credential, clientAuthentication } from "./credential.ts";
import { createProofs, type ResourceHeaders, resourceHeaders } from "./dpop.ts";
import { TokenError } from "./errors.ts";
import type { TokenClientOptions } from "./options.ts";
import { Redactor } from "./redact.ts";
import { type IssuedToken, requestToken } from "./request.ts";
import { createResilience, type Execute } from "./resilience.ts";

/** Milliseconds before its end from which on a token is not given out any more: it could end on its way. */
const LAST = 500;

/**
 * Access tokens of one service account, cached in memory until shortly before they expire. Callers
 * that ask at the same time share one request.
 */
export class TokenClient {
  readonly #options: TokenClientOptions;
  readonly #execute: Execute;
  readonly #now: () => number;
  readonly #clock: ServerClock;
  readonly #redactor = new Redactor();
  #proofs: Promise<DPoPHandle> | undefined;
  #cached: IssuedToken | undefined;
  #pending: Promise<IssuedToken> | undefined;

  constructor(options: TokenClientOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#clock = new ServerClock(this.#now);
    const { metrics } = options;
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
    const now = this.#now();
    if (cached && now < this.refreshAt(cached)) {
      this.#options.metrics?.cache?.("hit");
      return cached;
    }
    this.#options.metrics?.cache?.("miss");
    this.#pending ??= this.#request().finally(() => {
      this.#pending = undefined;
    });
    if (!cached) return this.#pending;
    // The metrics tell of a failure, and the next caller tries again.
    const renewed = this.#pending.catch((error: unknown) => {
      if (this.#cached === cached && this.#now() < cached.expiresAt - LAST) return cached;
      throw error;
    });
    if (now >= (this.refreshAt(cached) + cached.expiresAt) / 2) return renewed;
    renewed.catch(() => {});
    return cached;
  }

  /**
   * The headers of one request to a resource, with the cached token or a new one: proofs are good for one request.
   *
   * @throws {TokenError}
   */
  async headers(method: string, url: string): Promise<ResourceHeaders> {
    const { accessToken } = await this.getToken();
    return resourceHeaders(accessToken, await this.#proofs, method, url);
  }

  /**
   * Forgets the cached token, e.g. after the database has refused it.
   *
   * @param accessToken the one that was refused: another one, which has come since then, is kept
   */
  forget(accessToken = this.#cached?.accessToken): void {
    if (accessToken === this.#cached?.accessToken) this.#cached = undefined;
  }

  /** Milliseconds since the epoch from which on this token is replaced by a new one. */
  refreshAt(token: IssuedToken): number {
    const margin = (this.#options.expiryMargin ?? 300) * 1000;
    return token.expiresAt - Math.min(margin, (token.expiresAt - token.receivedAt) / 5);
  }

  async #request(): Promise<IssuedToken> {
    const { tokenEndpoint, dpop } = this.#options;
    const credential = this.#credential();
    const authentication = await clientAuthentication(credential, tokenEndpoint, this.#clock);
    if (dpop !== undefined) this.#proofs ??= createProofs(dpop, credential, this.#clock);
    const proofs = await this.#proofs;
    const token = await this.#execute((signal) => {
      const send = () => this.#send(authentication, proofs, signal);
      const hasTime = credential.kind === "private_key_jwt" || proofs !== undefined;
      return hasTime ? corrected(send, this.#clock) : send();
    });
    this.#cached = token;
    return token;
  }

  #credential(): Credential {
    const { credential: given } = this.#options;
    const credential = typeof given === "function" ? given() : given;
    const isKey = credential.kind === "private_key_jwt";
    this.#redactor.add(isKey ? credential.privateKey : credential.clientSecret);
    return credential;
  }

  async #send(
    authentication: ClientAuth,
    proofs: DPoPHandle | undefined,
    signal: AbortSignal,
  ): Promise<IssuedToken> {
    const { issuer, tokenEndpoint, clientId, scope } = this.#options;
    await this.#options.gate?.();
    return this.#measured(() =>
      requestToken(
        {
          ...{ issuer, tokenEndpoint, clientId, scope, authentication, proofs },
          timeout: this.#options.timeout ?? 10_000,
          trustedHosts: this.#options.trustedHosts ?? [],
          clean: (text) => this.#redactor.clean(text),
          fetch: this.#options.fetch ?? fetch,
          now: this.#now,
          clock: this.#clock,
        },
        signal,
      ),
    );
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
