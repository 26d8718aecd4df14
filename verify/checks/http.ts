/** One answer, or why there was none. */
export type Answer =
  | { reached: true; status: number; body: unknown; headers: Headers }
  | { reached: false; reason: string };

const MAX_BODY = 1024 * 1024;

/** GETs a JSON document. Never throws; a body that is not JSON is undefined. */
export async function getJson(
  url: string,
  { fetch, timeout }: { fetch: typeof globalThis.fetch; timeout: number },
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.text();
    return {
      reached: true,
      status: response.status,
      body: text.length > MAX_BODY ? undefined : parse(text),
      headers: response.headers,
    };
  } catch (error) {
    return { reached: false, reason: reason(error, timeout) };
  }
}

/** True for an address on this machine, where plain http is accepted (also by Neo4j). */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return ["127.0.0.1", "[::1]", "localhost"].includes(host);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reason(error: unknown, timeout: number): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer in ${timeout} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code } = cause as { code?: unknown };
  return typeof code === "string"
    ? code
    : cause instanceof Error
      ? cause.message
      : "no reason given";
}
