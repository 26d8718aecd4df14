/** Bytes, after decompression: a longer body is none that anybody here waits for. */
export const MAX_BODY = 1024 * 1024;

/** True for an address on this machine: plain http is accepted there, and nowhere else. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return ["127.0.0.1", "[::1]", "localhost"].includes(host);
}

/**
 * Why nothing may be sent to this address, or believed that comes from it, in words that follow the
 * address; undefined for an https address at the host of the issuer. Plain http is for an issuer on
 * this machine.
 *
 * @param trusted further hosts, e.g. `keys.example.com` or `127.0.0.1:8080`
 */
export function addressFault(
  url: string,
  issuer: string,
  trusted: readonly string[] = [],
): string | undefined {
  if (!URL.canParse(url)) return "is not an address";
  const { protocol, host, username } = new URL(url);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(url))) {
    return "is not an https address";
  }
  if (username !== "") return "has a user name in it";
  const own = hostOf(issuer);
  return host === own || trusted.includes(host)
    ? undefined
    : `is not at ${own}, the host of the issuer`;
}

/** Host and port of an address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** The body of an answer as text, or undefined when it is longer than so many bytes. Default: 1 MiB. */
export async function readText(
  response: Response,
  maxBody = MAX_BODY,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBody) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/**
 * A text from elsewhere, for people to read on one line: without the characters that move a cursor
 * or that nobody can see.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cf}|(?!\s)\p{Cc}/gu, "").replace(/[\s\p{Cs}]/gu, " ");
}

/** Why a request had no answer: the code of the system's error where it has one, e.g. `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "no reason given";
  return "code" in cause && typeof cause.code === "string" ? cause.code : printable(cause.message);
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
