import { handleWhen, retry } from "cockatiel";
import { Neo4jOktaError } from "../access/errors.ts";
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
  const policy = retry(handleWhen(isPassingFailure).orWhenResult(isPassing), {
    maxAttempts: MAX_RETRIES,
    backoff: backoff(options, (tried) =>
      "value" in tried && tried.value instanceof Response
        ? waitAsked(tried.value, now())
        : undefined,
    ),
  });
  return (input, init) => policy.execute(() => request(input, init));
}

/** What was given up, also for its time (both are a `DOMException`), or not sent at all is not repeated. */
function isPassingFailure(error: unknown): boolean {
  return !(error instanceof DOMException || error instanceof Neo4jOktaError);
}

function isPassing(result: unknown): boolean {
  return result instanceof Response && (result.status === 429 || result.status >= 500);
}
