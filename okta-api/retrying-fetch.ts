import { handleWhen, handleWhenResult, retry } from "cockatiel";
import { Neo4jOktaError } from "../access/errors.ts";
import { type BackoffOptions, backoff } from "../tokens/backoff.ts";
import { waitAsked } from "../tokens/http.ts";

/** Requests after the first one. */
const MAX_RETRIES = 4;

/**
 * `fetch` that asks again after a connection failure, 429 or 5xx, with exponential backoff and full
 * jitter. What changes something is sent again after 429 only: else it may have taken effect.
 */
export function retryingFetch(
  request: typeof fetch,
  options: BackoffOptions & { now?: () => number },
): typeof fetch {
  const { now = Date.now } = options;
  const waits = {
    maxAttempts: MAX_RETRIES,
    backoff: backoff(options, (tried) =>
      "value" in tried && tried.value instanceof Response
        ? waitAsked(tried.value, now())
        : undefined,
    ),
  };
  const reads = retry(handleWhen(isPassingFailure).orWhenResult(isPassing), waits);
  const writes = retry(handleWhenResult(isRateLimited), waits);
  return (input, init) => {
    const policy = (init?.method ?? "GET") === "GET" ? reads : writes;
    return policy.execute(() => request(input, init));
  };
}

/** What was given up, also for its time (both are a `DOMException`), or not sent at all is not repeated. */
function isPassingFailure(error: unknown): boolean {
  return !(error instanceof DOMException || error instanceof Neo4jOktaError);
}

function isPassing(result: unknown): boolean {
  return isRateLimited(result) || (result instanceof Response && result.status >= 500);
}

function isRateLimited(result: unknown): boolean {
  return result instanceof Response && result.status === 429;
}
