import { DelegateBackoff, type IRetryBackoffContext } from "cockatiel";

/** How long to wait before a request is repeated. */
export interface BackoffOptions {
  /** Milliseconds; the upper bound of the first wait, doubled with every retry. Default 250. */
  initialDelay?: number;
  /** Milliseconds; no wait is longer, not even one that the server asks for. Default 30 000. */
  maxDelay?: number;
  /** A number from 0 to 1, as `Math.random`, which is the default. */
  random?: () => number;
}

/** What one try came to. */
export type Tried = IRetryBackoffContext<unknown>["result"];

/**
 * Exponential backoff with full jitter, on top of the wait that the server asked for.
 *
 * @param waitAskedBy the milliseconds that a try's answer asks to wait, undefined if it does not
 */
export function backoff(
  { initialDelay = 250, maxDelay = 30_000, random = Math.random }: BackoffOptions,
  waitAskedBy: (tried: Tried) => number | undefined,
) {
  return new DelegateBackoff<IRetryBackoffContext<unknown>>(({ attempt, result }) => {
    const jitter = random() * Math.min(maxDelay, initialDelay * 2 ** (attempt - 1));
    return Math.min(maxDelay, (waitAskedBy(result) ?? 0) + jitter);
  });
}
