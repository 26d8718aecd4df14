import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { explain } from "../../okta-api/explain.ts";
import { type Finding, failed } from "../finding.ts";

/** Why Okta refused, or what it said where that tells no reason. */
export function refusalFinding(id: string, what: string, details: OktaApiErrorDetails): Finding {
  const known = explain(details);
  if (known !== undefined) return failed(id, what, known.cause, known.fix);
  const { status, errorCode, errorSummary } = details;
  const said = [status, errorCode, errorSummary].filter((part) => part !== undefined).join(" ");
  const found = said === "" ? "Okta gave no answer" : `Okta answered ${said}`;
  return failed(
    id,
    what,
    found,
    "compare OKTA_ORG_URL with the org's address, and try again later",
  );
}
