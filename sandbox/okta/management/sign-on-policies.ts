import { notFound, validationFailed } from "../errors.ts";
import type { Call, Route } from "../http/route.ts";
import { link } from "./links.ts";

const PATH = "/api/v1/policies";
const scope = "okta.policies";

/** The org's default sign-in policy for apps: the one policy that a service app's links name. */
export const signOnPolicyRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    summary: "List sign-in policies (`type=ACCESS_POLICY` only)",
    scope,
    handle: list,
  },
  {
    method: "GET",
    path: `${PATH}/:policyId`,
    summary: "Read a sign-in policy",
    scope,
    handle: (call) => ({ status: 200, body: policyDocumentOf(call) }),
  },
];

function list(call: Call) {
  if (call.query.get("type") !== "ACCESS_POLICY") {
    throw validationFailed("type", "type: only ACCESS_POLICY is supported");
  }
  return { status: 200, body: [policyDocument(call)] };
}

/** The sign-in policy that the path names, or 404. */
export function policyDocumentOf(call: Call) {
  const { policyId = "" } = call.params;
  if (policyId !== call.org.accessPolicyId) throw notFound(policyId, "Policy");
  return policyDocument(call);
}

function policyDocument({ org }: Call) {
  const since = new Date(0).toISOString();
  const self = `${PATH}/${org.accessPolicyId}`;
  return {
    id: org.accessPolicyId,
    status: "ACTIVE",
    name: "Any two factors",
    description: "Require two factors to access.",
    priority: 1,
    system: true,
    conditions: null,
    created: since,
    lastUpdated: since,
    _links: {
      self: link(org, self, "GET", "PUT"),
      rules: link(org, `${self}/rules`, "GET", "POST"),
    },
    type: "ACCESS_POLICY",
  };
}
