/** True for an address on this machine: plain http is accepted there, and nowhere else. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return ["127.0.0.1", "[::1]", "localhost"].includes(host);
}

/** Why a request had no answer: the code of the system's error where it has one, e.g. `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "no reason given";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

/**
 * Milliseconds until the server takes requests again: `Retry-After` in seconds, else Okta's
 * `X-Rate-Limit-Reset` (epoch seconds), measured by the server's own clock where it sends one.
 * Undefined where the server does not say.
 */
export function waitAsked(response: Response, now: number): number | undefined {
  const after = Number(response.headers.get("retry-after") ?? Number.NaN);
  if (after >= 0) return after * 1000;
  const reset = Number(response.headers.get("x-rate-limit-reset") ?? Number.NaN);
  if (!Number.isFinite(reset)) return undefined;
  const serverNow = Date.parse(response.headers.get("date") ?? "");
  return Math.max(0, reset * 1000 - (Number.isNaN(serverNow) ? now : serverNow));
}
