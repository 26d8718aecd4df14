import { Neo4jOktaError } from "../access/errors.ts";

/** What was asked, and what Okta said of it. Holds no secret. */
export interface OktaApiErrorDetails {
  /** Whose answer it is: that of Okta's API, or of the token endpoint of the org authorization server. */
  where: "management" | "token";
  method: string;
  /** Without the query of a page. */
  path: string;
  /** Undefined when there was no answer, or none that could be read. */
  status?: number | undefined;
  /** Okta's `errorCode`, or `error` of RFC 6749 section 5.2. */
  errorCode?: string | undefined;
  /** Okta's `errorSummary`, or `error_description`. */
  errorSummary?: string | undefined;
  /** `errorSummary` of each of `errorCauses`. */
  errorCauses?: readonly string[];
  /** `x-okta-request-id`: Okta's support finds the request by it. */
  requestId?: string | undefined;
  /** `WWW-Authenticate`. */
  challenge?: string | undefined;
}

/** The one error of calls to Okta's API. Decide by `details`; the message is for people. */
export class OktaApiError extends Neo4jOktaError {
  readonly details: OktaApiErrorDetails;

  constructor(message: string, details: OktaApiErrorDetails) {
    super("okta-api-refused", message);
    this.details = details;
  }
}
