import { invalidField, notFound } from "../errors.ts";
import { type Call, routes } from "../http/route.ts";
import { link } from "./links.ts";

const PATH = "/api/v1/policies";

/** The org's default sign-in policy for apps: the one policy that a service app's links name. */
export const signOnPolicyRoutes = routes("okta.policies", [
  ["GET", PATH, "List sign-in policies (`type=ACCESS_POLICY` only)", list],
  [
    "GET",
    `${PATH}/:policyId`,
    "Read a sign-in policy",
    (call) => ({ status: 200, body: policyDocumentOf(call) }),
  ],
]);

function list(call: Call) {
  if (call.query.get("type") !== "ACCESS_POLICY") {
    throw invalidField("type", "only ACCESS_POLICY is supported");
  }
  return { status: 200, body: [policyDocument(call)] };
}

/** The sign-in policy that the path names. @throws E0000007 when it is not the one that there is */
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
