import { type Finding, show } from "../../access/finding.ts";
import { clientFindings } from "../../access/okta-rights/client/client.ts";
import { orgUrlFindings } from "../../access/okta-rights/org-url.ts";
import type { ApiClientArgs } from "./api-client-args.ts";
import { clientIdFindings } from "./service-account.ts";

/** Everything that is wrong with the arguments, as far as their values are known. */
export function argumentFindings(name: string, args: ApiClientArgs): Finding[] {
  const { orgUrl, clientId = name, dpop = false } = args;
  const today = new Date().toISOString().slice(0, 10);
  const assignments = args.assignments.map(({ resources, ...assignment }) => ({
    ...assignment,
    resources: resources.map((address) => (typeof address === "string" ? address : undefined)),
  }));
  return [
    ...clientIdFindings(clientId, `the API client ${show(name)}`),
    ...(typeof orgUrl === "string" ? orgUrlFindings(orgUrl, ["orgUrl"]) : []),
    ...clientFindings({ ...args, assignments }, today),
    ...(dpop ? [dpopFinding()] : []),
  ];
}

function dpopFinding(): Finding {
  return {
    code: "dpop",
    at: ["dpop"],
    message:
      "is true, which @pulumi/okta cannot say: it has no argument for DPoP, and turns it off with every write",
    allowed: "false",
    fix: "leave it out; require DPoP for the app in the Admin Console after the last change, as clients offer a proof by themselves",
  };
}
