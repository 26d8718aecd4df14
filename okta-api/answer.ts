import { z } from "zod";
import type { TokenError } from "../tokens/errors.ts";
import { printable } from "../tokens/http.ts";
import { OktaApiError, type OktaApiErrorDetails } from "./errors.ts";
import { explain } from "./explain.ts";

/** A request, as errors name it. */
export interface Asked {
  method: string;
  path: string;
  /** Takes credentials out of what Okta says. */
  clean: (text: string) => string;
}

/** Okta's form of an error; what is otherwise is left out. */
const errorSchema = z.object({
  errorCode: z.string().optional().catch(undefined),
  errorSummary: z.string().optional().catch(undefined),
  errorCauses: z
    .array(z.object({ errorSummary: z.string() }))
    .catch([])
    .transform((causes) => causes.map(({ errorSummary }) => errorSummary)),
});

/** Causes that are told: an answer may have very many. */
const MAX_CAUSES = 10;

/** What a status other than 2xx means. */
export function refusal(
  { status, headers }: Response,
  text: string | undefined,
  { method, path, clean }: Asked,
): OktaApiError {
  const said = errorSchema.safeParse(parsed(text ?? "")).data;
  const shown = (value: string | null | undefined) =>
    value ? clean(printable(value)).slice(0, 500) : undefined;
  const details: OktaApiErrorDetails = {
    ...{ where: "management", method, path, status },
    errorCode: shown(said?.errorCode),
    errorSummary: shown(said?.errorSummary),
    errorCauses: said?.errorCauses.slice(0, MAX_CAUSES).map((cause) => shown(cause) ?? "") ?? [],
    requestId: shown(headers.get("x-okta-request-id")),
    challenge: shown(headers.get("www-authenticate")),
  };
  return explained(sentence(details), details);
}

/** There is no token to ask with. */
export function withoutToken(error: TokenError, { method, path }: Asked): OktaApiError {
  const { status, error: errorCode, description: errorSummary } = error.details;
  return explained(`No token for Okta's API: ${bare(error.message)}.`, {
    ...{ where: "token", method, path, status, errorCode, errorSummary },
  });
}

/** An answer that cannot be used, or none. */
export function unusable(
  message: string,
  { method, path }: Pick<Asked, "method" | "path">,
): OktaApiError {
  return new OktaApiError(message, { where: "management", method, path, errorSummary: message });
}

/** A body in JSON; undefined for anything else. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explained(said: string, details: OktaApiErrorDetails): OktaApiError {
  const why = explain(details);
  const message = why === undefined ? said : `${said} ${why.cause}. Fix: ${why.fix}.`;
  return new OktaApiError(message, details);
}

function sentence(details: OktaApiErrorDetails): string {
  const { method, path, status, errorCode, errorSummary, errorCauses, requestId } = details;
  const words = [`Okta answered ${status} to ${method} ${path}`, errorCode, errorSummary];
  const causes = errorCauses?.map(bare).join("; ");
  const why = words.filter((word) => word !== undefined).map(bare);
  return `${why.join(": ")}${causes ? ` (${causes})` : ""}.${requestId ? ` Request ${requestId}.` : ""}`;
}

function bare(text: string): string {
  return text.replace(/\.$/, "");
}
