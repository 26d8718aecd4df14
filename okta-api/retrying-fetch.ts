import { handleWhen, retry } from "cockatiel";
import { type BackoffOptions, backoff } from "../tokens/backoff.ts";
import { waitAsked } from "../tokens/http.ts";

/** Requests after the first one. */
const MAX_RETRIES = 4;

/**
 * `fetch` that asks again after a connection failure, 429 or 5xx, with exponential backoff and full
 * jitter. Only for requests that change nothing.
 */
export function retryingFetch(
  request: typeof fetch,
  options: BackoffOptions & { now?: () => number },
): typeof fetch {
  const { now = Date.now } = options;
  const policy = retry(handleWhen(isNotAborted).orWhenResult(isPassing), {
    maxAttempts: MAX_RETRIES,
    backoff: backoff(options, (tried) =>
      "value" in tried && tried.value instanceof Response
        ? waitAsked(tried.value, now())
        : undefined,
    ),
  });
  return (input, init) => policy.execute(() => request(input, init));
}

/** An abort, also by `AbortSignal.timeout`, is a `DOMException`: repetitions would be aborted too. */
function isNotAborted(error: unknown): boolean {
  return !(error instanceof DOMException);
}

function isPassing(result: unknown): boolean {
  return result instanceof Response && (result.status === 429 || result.status >= 500);
}
