import { VerifyError } from "../errors.ts";
import type { Handover } from "./handover.ts";

/** The emulated org of a rehearsal. */
export type Org = Handover["okta"];

/** Calls the management API of the emulated org. @throws VerifyError `verify-handover` for a refusal */
export async function manage(
  okta: Org,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${okta.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${okta.accessToken}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  if (!response.ok) throw refused(method, path, response.status, answer);
  return answer;
}

/** Says what could not be prepared. */
export function refused(
  method: string,
  path: string,
  status: number,
  body: Record<string, unknown>,
): VerifyError {
  const said = body.errorSummary ?? body.error_description ?? body.error;
  return new VerifyError(
    "verify-handover",
    `the probes could not be prepared: ${method} ${path} answered ${status}: ${String(said)}`,
  );
}
