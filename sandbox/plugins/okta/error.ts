import { STATUS_CODES } from "node:http";
import type { JsonObject } from "../protocol/values.ts";
import type { Sender } from "./transport.ts";

/**
 * An error answer of Okta's. Its message is the official plugin's: of the `sdk` clients the bare status, of
 * the `supplement` one Okta's summary and causes. What Okta said besides follows as the sandbox's own words.
 */
export class OktaError extends Error {
  readonly status: number;

  constructor(sender: Sender, status: number, body: JsonObject) {
    const parts = sender === "sdk" ? terse(status, body) : explained(status, body);
    super(`${parts.official} (the sandbox adds: ${parts.added})`);
    this.name = "OktaError";
    this.status = status;
  }
}

/** What the official plugin says, and what it leaves out. */
interface Wording {
  official: string;
  added: string;
}

function terse(status: number, body: JsonObject): Wording {
  const said = textsOf(body.errorSummary ?? body.error_description);
  const sentences = [...said, ...causesOf(body)].join("; ") || "Okta said nothing more";
  return {
    official: `${status} ${STATUS_CODES[status] ?? ""}`.trim(),
    added: [sentences, ...textsOf(body.errorCode)].join(", "),
  };
}

function explained(status: number, body: JsonObject): Wording {
  const [summary] = textsOf(body.error_description ?? body.errorSummary);
  const causes = causesOf(body).map((cause) => `errorSummary: ${cause}`);
  const said =
    summary === undefined
      ? "the API returned an unknown error"
      : `the API returned an error: ${summary}`;
  return {
    official: causes.length === 0 ? said : `${said}. Causes: ${causes.join(", ")}`,
    added: [`status ${status}`, ...textsOf(body.errorCode)].join(", "),
  };
}

function causesOf(body: JsonObject): string[] {
  const causes = Array.isArray(body.errorCauses) ? body.errorCauses : [];
  return causes.flatMap((cause) =>
    typeof cause === "object" && cause !== null ? textsOf((cause as JsonObject).errorSummary) : [],
  );
}

function textsOf(value: unknown): string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** Runs a call and says what was being done when it fails. */
export function during<T>(action: string, call: () => Promise<T>): Promise<T> {
  return saying(`failed to ${action}`, call);
}

/** Runs a call and begins its error with the official plugin's words. */
export async function saying<T>(words: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${words}: ${message}`, { cause: error });
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
