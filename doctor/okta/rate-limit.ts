import { type Finding, ok, warning } from "../finding.ts";
import { type Bucket, bucketOf } from "./planned.ts";

/** What Okta allows of one bucket. */
interface Allowance {
  /** Requests a minute, of the whole org. */
  limit: number;
  /** What is left of this minute. */
  remaining: number;
}

/** One credential gets half of an org's limit, unless an administrator has changed that. */
const SHARE = 0.5;

/** Counts the requests of a run, ends it at a budget, and keeps what Okta says of its limits. */
export class Requests {
  readonly #allowances = new Map<Bucket, Allowance>();
  readonly #budget: number;
  #sent = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  get sent(): number {
    return this.#sent;
  }

  get left(): number {
    return this.#budget - this.#sent;
  }

  /** `fetch` that is counted. @throws RangeError in place of the request after the last one */
  readonly fetch: typeof fetch = async (input, init) => {
    if (this.#sent === this.#budget) {
      throw new RangeError(`more than ${this.#budget} requests to Okta`);
    }
    this.#sent += 1;
    const response = await fetch(input, init);
    const bucket = bucketOf(new URL(String(input instanceof Request ? input.url : input)).pathname);
    const [limit, remaining] = ["limit", "remaining"].map((name) =>
      Number(response.headers.get(`x-rate-limit-${name}`) ?? Number.NaN),
    );
    if (bucket !== undefined && Number.isFinite(limit) && Number.isFinite(remaining)) {
      this.#allowances.set(bucket, { limit, remaining } as Allowance);
    }
    return response;
  };

  /** Whether the planned requests fit into what is left. */
  findings(planned: ReadonlyMap<Bucket, number>): Finding[] {
    return [...planned].flatMap(([bucket, count]) => {
      const allowance = this.#allowances.get(bucket);
      return allowance === undefined ? [] : [headroom(bucket, count, allowance)];
    });
  }
}

/** The provider waits where Okta says so, and ends after five tries. */
function headroom(bucket: Bucket, count: number, { limit, remaining }: Allowance): Finding {
  const what = `Okta's limit for ${bucket}`;
  const found = `the deployment sends about ${count}; ${remaining} of ${limit} a minute are left`;
  const share = Math.min(remaining, Math.floor(limit * SHARE));
  if (count <= share) return ok("okta.rate_limit", what, found);
  return warning(
    "okta.rate_limit",
    what,
    `${found}, and one credential gets half of the limit: it will wait, and may fail with E0000047`,
    "deploy fewer accounts at once (pulumi up --target), or pulumi up --parallel 1",
  );
}
