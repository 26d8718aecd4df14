import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IRetryBackoffContext,
  retry,
  wrap,
} from "cockatiel";
import { TokenError } from "./errors.ts";

export interface ResilienceOptions {
  /** Requests after the first one. Default 4. */
  maxRetries?: number;
  /** Milliseconds; the upper bound of the first wait, doubled with every retry. Default 250. */
  initialDelay?: number;
  /** Milliseconds; no wait is longer, not even one the server asks for. Default 30 000. */
  maxDelay?: number;
  /** Requests that fail in a row, retries included, before the circuit opens. Default 10. */
  breakAfter?: number;
  /** Milliseconds the circuit stays open. Default 15 000. */
  breakFor?: number;
  /** Told before every wait. */
  onRetry?: (retry: { attempt: number; delay: number }) => void;
  random?: () => number;
}

/** Runs one request, and again where that can help. */
export type Execute = <T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

/**
 * Retries with exponential backoff and full jitter on 429, 5xx and connection failures; a wait that
 * the server asks for is honoured and jitter comes on top. A circuit breaker keeps a broken server from being asked.
 */
export function createResilience(options: ResilienceOptions = {}): Execute {
  const { maxRetries = 4, initialDelay = 250, maxDelay = 30_000, random = Math.random } = options;
  const breaker = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(options.breakAfter ?? 10),
    halfOpenAfter: options.breakFor ?? 15_000,
  });
  const retries = retry(handleWhen(isPassing), {
    maxAttempts: maxRetries,
    backoff: new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) => {
      const jitter = random() * Math.min(maxDelay, initialDelay * 2 ** (attempt - 1));
      const failure = "error" in result ? result.error : undefined;
      const asked = failure instanceof TokenError ? (failure.details.retryAfter ?? 0) : 0;
      return Math.min(maxDelay, asked + jitter);
    }),
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
        "The token endpoint failed too often in a row; it is left alone for a while.",
      );
    }
  };
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof TokenError &&
    ["token-unreachable", "token-timeout", "token-rate-limited", "token-server-error"].includes(
      error.code,
    )
  );
}
