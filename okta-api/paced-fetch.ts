import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import { Neo4jOktaError } from "../access/errors.ts";
import { waitAsked } from "../tokens/http.ts";

/** How much of an org's limits a run may use. */
export interface Pace {
  /** Requests at most, repetitions included. */
  budget: number;
  /** Told of each request before it is sent. */
  onRequest?(): void;
  /** Told of each wait before it begins: the list of Okta's that is asked too often, and how long, in seconds. */
  onWait?(list: string, seconds: number): void;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /** Default: a timer. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** The part of each limit that is left to the org's other users. Okta gives one credential half of it, too. */
const LEFT_TO_OTHERS = 0.5;

/** Milliseconds: Okta's limits are per minute, so a longer wait is a clock that is wrong. */
const LONGEST_WAIT = 120_000;

/**
 * `fetch` for Okta's API that sends one request at a time, waits for the next minute before more than half
 * of a limit is used (`X-Rate-Limit-Limit`, `-Remaining`, `-Reset`), and ends at a budget.
 *
 * @throws Neo4jOktaError `okta-api-budget` in place of the request after the last one
 */
export function pacedFetch(request: typeof fetch, pace: Pace): typeof fetch {
  const { budget, onRequest, onWait, now = Date.now, wait = sleep } = pace;
  const queue = new PQueue({ concurrency: 1 });
  const rests = new Map<string, number>();
  let sent = 0;
  return (input, init) =>
    queue.add(async () => {
      const list = limitOf(String(input instanceof Request ? input.url : input));
      const rest = Math.min((rests.get(list) ?? 0) - now(), LONGEST_WAIT);
      if (rest > 0) {
        onWait?.(list, Math.ceil(rest / 1000));
        await wait(rest);
      }
      if (sent === budget) throw overBudget(budget);
      sent += 1;
      onRequest?.();
      const response = await request(input, init);
      rests.set(list, now() + restAfter(response, now()));
      return response;
    });
}

/** Milliseconds until more may be asked; 0 while less than the share is used, or Okta does not say. */
function restAfter(response: Response, now: number): number {
  const [limit, remaining] = ["limit", "remaining"].map((name) =>
    Number(response.headers.get(`x-rate-limit-${name}`) ?? Number.NaN),
  );
  if (limit === undefined || remaining === undefined) return 0;
  return remaining <= limit * LEFT_TO_OTHERS ? (waitAsked(response, now) ?? 0) : 0;
}

/** Okta counts apps and authorization servers apart. */
function limitOf(url: string): string {
  return new URL(url).pathname.split("/").slice(0, 4).join("/");
}

function overBudget(budget: number): Neo4jOktaError {
  return new Neo4jOktaError(
    "okta-api-budget",
    `The budget of ${budget} requests to Okta is used up. Fix: allow more with --max-requests.`,
  );
}
