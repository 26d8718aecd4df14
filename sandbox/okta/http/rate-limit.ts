import { rateLimited, rateLimitHeaders } from "../errors.ts";

/** The buckets that Okta counts requests in, by the path they are documented under. */
const BUCKETS = [
  "/api/v1/apps",
  "/api/v1/apps/{id}",
  "/api/v1/groups",
  "/api/v1/groups/{id}",
  "/api/v1/iam",
  "/api/v1",
  "/oauth2/v1/clients",
  "/oauth2/v1",
  "/oauth2/{as}/v1",
] as const;

type Bucket = (typeof BUCKETS)[number];

/** Requests per minute, by bucket. */
export type RateLimits = Partial<Record<Bucket, number>>;

/** What a bucket allows per minute when nothing is configured: more than a laptop can send. */
const DEFAULT_LIMIT = 1_000_000;

/**
 * What Okta has documented for its plans, where it has: a free developer org and an enterprise one.
 * Buckets that are not named here keep the default.
 */
export const PLANS = {
  free: {
    "/api/v1/apps": 20,
    "/api/v1/apps/{id}": 100,
    "/api/v1/groups": 100,
    "/api/v1/groups/{id}": 100,
    "/oauth2/v1/clients": 25,
    "/api/v1": 100,
  },
  enterprise: {
    "/api/v1/apps": 100,
    "/api/v1/apps/{id}": 600,
    "/api/v1/groups": 600,
    "/api/v1/groups/{id}": 600,
    "/oauth2/v1/clients": 100,
    "/api/v1": 600,
  },
} as const satisfies Record<string, RateLimits>;

const WINDOW = 60_000;

/** The bucket of a path, or null for what Okta does not limit (metadata, public keys) or count. */
export function bucketOf(path: string): Bucket | null {
  if (path.includes("/.well-known/") || path.endsWith("/v1/keys")) return null;
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "api" && parts[1] === "v1") {
    if (parts[2] === "apps") return parts.length === 4 ? "/api/v1/apps/{id}" : "/api/v1/apps";
    if (parts[2] === "groups") return parts.length > 3 ? "/api/v1/groups/{id}" : "/api/v1/groups";
    return parts[2] === "iam" ? "/api/v1/iam" : "/api/v1";
  }
  if (parts[0] !== "oauth2") return null;
  if (parts[1] === "v1") return parts[2] === "clients" ? "/oauth2/v1/clients" : "/oauth2/v1";
  return parts[2] === "v1" ? "/oauth2/{as}/v1" : null;
}

/** Counts requests per bucket in windows of one minute that begin with the bucket's first request. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  readonly #windows = new Map<Bucket, { used: number; reset: number }>();

  /** @param now milliseconds since the epoch; the real clock, so that it fits the `Date` header */
  constructor(limits: RateLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts one request. Returns the headers of its answer. @throws 429 when the bucket is empty */
  count(path: string): Record<string, string> {
    const bucket = bucketOf(path);
    if (bucket === null) return {};
    const limit = this.#limits[bucket] ?? DEFAULT_LIMIT;
    const window = this.#window(bucket);
    const reset = Math.ceil(window.reset / 1000);
    if (window.used >= limit) throw rateLimited(limit, reset);
    window.used += 1;
    return rateLimitHeaders(limit, limit - window.used, reset);
  }

  #window(bucket: Bucket): { used: number; reset: number } {
    const now = this.#now();
    const current = this.#windows.get(bucket);
    if (current && now < current.reset) return current;
    const fresh = { used: 0, reset: now + WINDOW };
    this.#windows.set(bucket, fresh);
    return fresh;
  }
}
