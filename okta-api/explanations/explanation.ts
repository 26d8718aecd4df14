import type { OktaApiErrorDetails } from "../errors.ts";

/** What Okta said, as far as it tells why. */
export type Facts = Pick<
  OktaApiErrorDetails,
  "where" | "status" | "errorCode" | "errorSummary" | "errorCauses" | "challenge"
>;

/** Why Okta refuses, and the way out; both end without a period. */
export interface Explanation {
  /** Stable, in kebab case. */
  id: string;
  cause: string;
  fix: string;
}

/** One refusal that can be told from others. */
export interface Refusal extends Explanation {
  /** How to know it, in Markdown: Okta's code, and what stands beside it. */
  says: string;
  errorCode: string;
  /** In Okta's summary. Default: whatever it is. */
  summary?: RegExp;
  /** In `WWW-Authenticate`; a group in it names what is missing. Default: whatever it is. */
  challenge?: RegExp;
}
