import type { Preview } from "../../access/difference/step.ts";
import type { Identity, Privilege } from "../../access/okta-rights/plan.ts";
import type { LeastPrivilege } from "../../deployer/schema.ts";
import { OktaCaller } from "../../okta-api/caller.ts";
import { timedFetch } from "../../okta-api/timed-fetch.ts";
import { type Finding, ok } from "../finding.ts";
import { beyondFindings } from "./beyond.ts";
import { isAskedByObject, needsOf } from "./needs.ts";
import { orgFinding } from "./org.ts";
import { plannedRequests } from "./planned.ts";
import { Requests } from "./rate-limit.ts";
import { orgWideRequests, rightsFindings } from "./rights.ts";
import { audiencesOf } from "./servers.ts";
import { Shares } from "./shares.ts";
import { type AccessFor, credentialFindings } from "./token.ts";

/** Requests to Okta's API at most, for a stack of any size; token requests come on top, one for each scope at most. */
const MAX_REQUESTS = 20;

/** Bytes: pages are long, so that few will do. */
const MAX_BODY = 8 * 1024 * 1024;

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** As whom Okta is looked at, and for what. */
export interface OktaLook {
  access: AccessFor;
  as: Identity;
  privilege: Privilege;
  /** Calls that the preview needs, and no custom role allows. */
  beyond: LeastPrivilege["beyond"];
  /** What the deployment will change; undefined where that is not known. */
  preview: Preview | undefined;
  /** The one line that gives the identity what it lacks. */
  mend: string;
}

/** The credential with its scopes, the org, each permission, and what is left of Okta's limits. */
export async function oktaFindings(look: OktaLook): Promise<Finding[]> {
  const { access, as, privilege, beyond, preview, mend } = look;
  const { findings, asWhom } = await credentialFindings(access, privilege.scopes, mend);
  if (asWhom === undefined) return [...findings];
  const requests = new Requests(MAX_REQUESTS);
  const fetch = timedFetch(requests.fetch, TIMEOUT);
  const caller = new OktaCaller({ ...asWhom, fetch, maxBody: MAX_BODY });
  const isApp = typeof asWhom.authorization !== "string";
  const { scopes } = privilege;
  const org = await orgFinding(caller);
  if (org.status === "not-looked-at") return [...findings, org];
  const audiences = preview === undefined ? undefined : audiencesOf(preview);
  const needs = needsOf(privilege);
  const later = orgWideRequests(needs) + beyond.flatMap(({ calls }) => calls).length;
  const shares = new Shares({
    most: MAX_REQUESTS,
    left: () => requests.left - later,
    rights: needs.filter(({ permission }) => isAskedByObject(permission)).length,
  });
  const asking = { caller, needs, isApp, scopes, audiences, shares, mend };
  return [
    ...findings,
    org,
    ...(await rightsFindings(asking)),
    ...(await beyondFindings(beyond, as, caller)),
    ...(preview === undefined ? [] : requests.findings(plannedRequests(preview.steps))),
    ok("okta.requests", "requests to Okta's API", `${requests.sent} of at most ${MAX_REQUESTS}`),
  ];
}
