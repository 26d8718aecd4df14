import type { JsonObject } from "../protocol/values.ts";

/** An error answer of Okta's, worded as the official plugin words it. */
export class OktaError extends Error {
  readonly status: number;
  /** Okta's `errorCode`, such as `E0000007`. */
  readonly code: string;

  constructor(status: number, body: JsonObject) {
    super(describe(status, body));
    this.name = "OktaError";
    this.status = status;
    this.code = typeof body.errorCode === "string" ? body.errorCode : "";
  }
}

function describe(status: number, body: JsonObject): string {
  const summary = body.errorSummary ?? body.error_description;
  if (typeof summary !== "string") return `the API returned an unknown error (status ${status})`;
  const causes = Array.isArray(body.errorCauses) ? body.errorCauses : [];
  const sentences = causes.flatMap((cause) => {
    const sentence =
      typeof cause === "object" && cause !== null ? (cause as JsonObject).errorSummary : undefined;
    return typeof sentence === "string" ? [`errorSummary: ${sentence}`] : [];
  });
  const code = typeof body.errorCode === "string" ? `, ${body.errorCode}` : "";
  const suffix = sentences.length === 0 ? "" : `. Causes: ${sentences.join(", ")}`;
  return `the API returned an error: ${summary} (status ${status}${code})${suffix}`;
}

/** Runs a call and says what was being done when it fails. */
export async function during<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`failed to ${action}: ${message}`, { cause: error });
  }
}

/** The answer of a read, or undefined when Okta says 404. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof OktaError && error.status === 404) return undefined;
    throw error;
  }
}
