import { TokenError, type TokenErrorDetails } from "./errors.ts";
import { printable, readText, reasonOf, waitAsked } from "./http.ts";

/** Who was asked, and by whom: what errors about the answer say. */
export interface Asked {
  tokenEndpoint: string;
  clientId: string;
  /** Takes the client's credential out of what the server says. */
  clean: (text: string) => string;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * The body of an answer; empty where it is a refusal's and cannot be read.
 *
 * @throws {TokenError}
 */
export async function readBody(
  response: Response,
  request: Asked,
): Promise<Record<string, unknown>> {
  let text: string | undefined;
  try {
    text = await readText(response);
  } catch (error) {
    throw new TokenError(
      "token-unreachable",
      `${request.tokenEndpoint} dropped the connection while it answered: ${reasonOf(error)}.`,
    );
  }
  try {
    const body: unknown = text === undefined ? undefined : JSON.parse(text);
    if (typeof body === "object" && body !== null) return body as Record<string, unknown>;
  } catch {}
  if (response.status !== 200) return {};
  const what = text === undefined ? "it is longer than 1 MiB" : "it is not a JSON object";
  throw malformed(request, what, { status: response.status });
}

/** What a status other than 200 means. */
export function refusal(
  response: Response,
  body: Record<string, unknown>,
  request: Asked,
): TokenError {
  const error = said(request, body.error, body.errorCode);
  const description = said(request, body.error_description, body.errorSummary);
  const retryAfter = waitAsked(response, request.now());
  const details: TokenErrorDetails = {
    status: response.status,
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  const words = [error, description].filter((part) => part !== undefined).join(": ");
  const message = `${request.tokenEndpoint} answered ${response.status} to client ${request.clientId}${words && `: ${words}`}`;
  if (response.status === 429) return new TokenError("token-rate-limited", message, details);
  if (response.status >= 500) return new TokenError("token-server-error", message, details);
  return new TokenError("token-refused", message, details);
}

/** The first text among these, as it may be shown: on one line, without the credential, not long. */
function said({ clean }: Asked, ...values: unknown[]): string | undefined {
  const text = values.find((value) => typeof value === "string");
  return text === undefined ? undefined : clean(printable(text)).slice(0, 500);
}

/** A token response that is none, though its status says so. */
export function malformed(request: Asked, what: string, details: TokenErrorDetails): TokenError {
  return new TokenError(
    "token-malformed",
    `${request.tokenEndpoint} answered something that is not a token response: ${what}.`,
    details,
  );
}
