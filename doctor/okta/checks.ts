import type { Step } from "../../access/difference/step.ts";
import type { Privilege } from "../../access/okta-rights/plan.ts";
import { OktaCaller } from "../../okta-api/caller.ts";
import { timedFetch } from "../../okta-api/timed-fetch.ts";
import { type Finding, ok } from "../finding.ts";
import { needsOf } from "./needs.ts";
import { orgFinding } from "./org.ts";
import { plannedRequests } from "./planned.ts";
import { Requests } from "./rate-limit.ts";
import { rightsFindings } from "./rights.ts";
import { type AccessFor, credentialFindings } from "./token.ts";

/** Requests to Okta's API at most, for a stack of any size; token requests come on top, one for each scope at most. */
const MAX_REQUESTS = 20;

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** As whom Okta is looked at, and for what. */
export interface OktaLook {
  access: AccessFor;
  privilege: Privilege;
  /** What the deployment will change; undefined where that is not known. */
  steps: readonly Step[] | undefined;
  /** The one line that gives the identity what it lacks. */
  mend: string;
}

/** The credential with its scopes, the org, each permission, and what is left of Okta's limits. */
export async function oktaFindings(look: OktaLook): Promise<Finding[]> {
  const { access, privilege, steps, mend } = look;
  const { findings, asWhom } = await credentialFindings(access, privilege.scopes, mend);
  if (asWhom === undefined) return [...findings];
  const requests = new Requests(MAX_REQUESTS);
  const fetch = timedFetch(requests.fetch, TIMEOUT);
  const caller = new OktaCaller({ ...asWhom, fetch });
  const isApp = typeof asWhom.authorization !== "string";
  const { scopes } = privilege;
  const asking = { caller, needs: needsOf(privilege), isApp, scopes, mend };
  return [
    ...findings,
    await orgFinding(caller),
    ...(await rightsFindings(asking)),
    ...(steps === undefined ? [] : requests.findings(plannedRequests(steps))),
    ok("okta.requests", "requests to Okta's API", `${requests.sent} of at most ${MAX_REQUESTS}`),
  ];
}
