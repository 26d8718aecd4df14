import { reasonOf } from "../../tokens/http.ts";
import { show } from "./check.ts";
import type { StackContext } from "./context.ts";

/** One answer, or why there was none. */
export type Answer =
  | { reached: true; status: number; body: unknown; headers: Headers }
  | { reached: false; reason: string };

const MAX_BODY = 1024 * 1024;

/** Asks for a JSON document. Never throws; a body that is not JSON is undefined. */
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
    const text = await response.text();
    return {
      reached: true,
      status: response.status,
      body: text.length > MAX_BODY ? undefined : parse(text),
      headers: response.headers,
    };
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    return { reached: false, reason: late ? `no answer in ${timeout} ms` : reasonOf(error) };
  }
}

/** The body of an HTTP refusal: Okta's code and sentence, or whatever it is. */
export function showBody(body: unknown): string {
  const { errorCode, errorSummary } = (body ?? {}) as Record<string, unknown>;
  return typeof errorCode === "string" ? `${errorCode}: ${errorSummary}` : show(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
