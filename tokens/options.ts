import type { CryptoKeyPair } from "oauth4webapi";
import type { Credential } from "./credential.ts";
import type { ResilienceOptions } from "./resilience.ts";

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
  /** `iss` of the tokens; the org's address for tokens of Okta's own API. */
  issuer: string;
  /** Where tokens are asked for: `{issuer}/v1/token` at Okta, `{orgUrl}/oauth2/v1/token` for its own API. Must be at the issuer's host. */
  tokenEndpoint: string;
  clientId: string;
  /** What is asked for; several with a space between them (RFC 6749 section 3.3). */
  scope: string;
  /** A function is asked before each request: so a replaced secret or key is taken without a restart. */
  credential: Credential | (() => Credential);
  /**
   * Binds the tokens to a key (RFC 9449): `true` makes one, else an own key pair, never that of the credential.
   * Neo4j takes no such token. Default: bearer tokens.
   */
  dpop?: true | CryptoKeyPair;
  /** Hosts beside the issuer's that the credential may be sent to. Default: none. */
  trustedHosts?: readonly string[];
  /**
   * Seconds before its expiry from which a token is renewed, in the background: for the first half of them it is given
   * out meanwhile, then callers wait for the answer, and get an error only when it is about to end. At most a fifth of
   * the token's lifetime. Default 300.
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
