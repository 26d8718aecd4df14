import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { explain } from "../../okta-api/explain.ts";
import { type Finding, failed, notLookedAt } from "../finding.ts";

const FIX = "compare OKTA_ORG_URL with the org's address, and try again later";

/** Why Okta refused, or what it said where that tells no reason. Without an answer nobody can say. */
export function refusalFinding(id: string, what: string, details: OktaApiErrorDetails): Finding {
  const known = explain(details);
  if (known !== undefined) return failed(id, what, known.cause, known.fix);
  const { status, errorCode, errorSummary = "" } = details;
  const said = errorSummary.replace(/\.$/, "");
  if (status === undefined) return notLookedAt(id, what, said || "Okta gave no answer", FIX);
  const words = [status, errorCode, said].filter((word) => word !== undefined && word !== "");
  return failed(id, what, `Okta answered ${words.join(" ")}`, FIX);
}
