import { DelegateBackoff, handleAll, type IRetryBackoffContext, retry } from "cockatiel";
import { waitAsked } from "../tokens/request.ts";

export interface RetryingFetchOptions {
  fetch: typeof fetch;
  /** Requests after the first one. Default 4. */
  maxRetries?: number;
  /** Milliseconds; the upper bound of the first wait, doubled with every retry. Default 250. */
  initialDelay?: number;
  /** Milliseconds; no wait is longer, not even one the server asks for. Default 30 000. */
  maxDelay?: number;
  now?: () => number;
}

/**
 * `fetch` that asks again after a connection failure, 429 or 5xx, with exponential backoff and full
 * jitter. Only for requests that change nothing.
 */
export function retryingFetch(options: RetryingFetchOptions): typeof fetch {
  const { maxRetries = 4, initialDelay = 250, maxDelay = 30_000, now = Date.now } = options;
  const policy = retry(handleAll.orWhenResult(isPassing), {
    maxAttempts: maxRetries,
    backoff: new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) => {
      const response = "value" in result ? result.value : undefined;
      const asked = response instanceof Response ? (waitAsked(response, now()) ?? 0) : 0;
      const jitter = Math.random() * Math.min(maxDelay, initialDelay * 2 ** (attempt - 1));
      return Math.min(maxDelay, asked + jitter);
    }),
  });
  return (input, init) =>
    policy.execute(async () => {
      init?.signal?.throwIfAborted();
      return options.fetch(input, init);
    });
}

function isPassing(result: unknown): boolean {
  return result instanceof Response && (result.status === 429 || result.status >= 500);
}
