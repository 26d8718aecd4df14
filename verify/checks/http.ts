import { jsonOf } from "../../access/json.ts";
import { readText, reasonOf } from "../../tokens/http.ts";
import type { StackContext } from "./context.ts";

/** One answer, or why there was none. */
export type Answer =
  | { reached: true; status: number; body: unknown; headers: Headers; seen: string }
  | { reached: false; reason: string };

/**
 * Asks for a JSON document, at this address only: no redirect is followed. Never throws; a body that
 * is not JSON, or longer than 1 MiB, is undefined. `seen` is for reports: the status, and what Okta
 * says. It never holds a body of any other shape, which could be a page of a server inside.
 */
export async function getJson(
  url: string,
  { fetch, timeout }: Pick<StackContext, "fetch" | "timeout">,
  init: RequestInit = {},
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { accept: "application/json", ...init.headers },
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    const text = await readText(response);
    const body = text === undefined ? undefined : jsonOf(text);
    const { status, headers } = response;
    const said = text === undefined ? "with a body that is longer than 1 MiB" : told(body);
    return { reached: true, status, body, headers, seen: `${status} ${said}` };
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    return { reached: false, reason: late ? `no answer in ${timeout} ms` : reasonOf(error) };
  }
}

/** Okta's error, or what kind of body it is. */
function told(body: unknown): string {
  if (body === undefined) return "with a body that is not JSON";
  const { errorCode, errorSummary } = (body ?? {}) as Record<string, unknown>;
  return typeof errorCode === "string"
    ? `${errorCode}: ${String(errorSummary)}`.slice(0, 500)
    : "with a body that is not shown";
}
