import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  retry,
  wrap,
} from "cockatiel";
import { type BackoffOptions, backoff } from "./backoff.ts";
import { TokenError, type TokenErrorCode } from "./errors.ts";

/** How a token client deals with failures that may pass. */
export interface ResilienceOptions extends BackoffOptions {
  /** Requests after the first one. Default 4. */
  maxRetries?: number;
  /** Requests that fail in a row, retries included, before the circuit opens. Default 10. */
  breakAfter?: number;
  /** Milliseconds that the circuit stays open. Default 15 000. */
  breakFor?: number;
  /** Told before every wait; `attempt` counts from 1, `delay` is in milliseconds. */
  onRetry?: (retry: { attempt: number; delay: number }) => void;
}

/** Runs one request, and again where that can help. */
export type Execute = <T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

/** Failures that may pass by themselves. */
const PASSING: readonly TokenErrorCode[] = [
  "token-unreachable",
  "token-timeout",
  "token-rate-limited",
  "token-server-error",
];

/**
 * Repeats a request after 429, 5xx and connection failures. A circuit breaker keeps a broken server
 * from being asked; the work then fails at once with `token-circuit-open`.
 */
export function createResilience(options: ResilienceOptions = {}): Execute {
  const breaker = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(options.breakAfter ?? 10),
    halfOpenAfter: options.breakFor ?? 15_000,
  });
  const retries = retry(handleWhen(isPassing), {
    maxAttempts: options.maxRetries ?? 4,
    backoff: backoff(options, (tried) =>
      "error" in tried && tried.error instanceof TokenError
        ? tried.error.details.retryAfter
        : undefined,
    ),
  });
  retries.onRetry(({ attempt, delay }) => options.onRetry?.({ attempt, delay }));
  const policy = wrap(retries, breaker);
  return async (work, signal) => {
    try {
      return await policy.execute(({ signal: inner }) => work(inner), signal);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new TokenError(
        "token-circuit-open",
        "The token endpoint failed too often in a row. No request is sent to it for a while.",
      );
    }
  };
}

function isPassing(error: unknown): boolean {
  return error instanceof TokenError && PASSING.includes(error.code);
}
