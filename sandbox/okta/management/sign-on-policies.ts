import { invalidField, OktaError } from "../errors.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { type Call, routes } from "../http/route.ts";
import type { Org } from "../org.ts";
import { anywhere } from "../rights/needs.ts";
import { APP_ACCESS } from "./apps/access.ts";
import { appOf, entryOf } from "./find.ts";
import { link } from "./links.ts";

const PATH = "/api/v1/policies";

const answers = answersWith((_call, policy: ReturnType<typeof defaultPolicy>) => policy);

const ACCESS = {
  scope: "okta.policies",
  read: [anywhere("okta.policies.read")],
  write: [anywhere("okta.policies.manage")],
};

/** The org's default sign-in policy for apps: the one policy that a service app's links name. */
export const signOnPolicyRoutes = routes(ACCESS, [
  ["GET", PATH, "List sign-in policies (`type=ACCESS_POLICY` only)", answers.all(list)],
  ["GET", `${PATH}/:policyId`, "Read a sign-in policy", answers.one(policyOf)],
]);

/** The assignment of a sign-in policy to an app; Okta refuses it for service apps. */
export const appPolicyRoutes = routes(APP_ACCESS, [
  [
    "PUT",
    "/api/v1/apps/:appId/policies/:policyId",
    "Assign a sign-in policy (refused for service apps)",
    noContent(assign),
  ],
]);

function list({ org, query }: Call) {
  if (query.get("type") !== "ACCESS_POLICY") {
    throw invalidField("type", "only ACCESS_POLICY is supported");
  }
  return [defaultPolicy(org)];
}

function policyOf({ org, params }: Call) {
  return entryOf([defaultPolicy(org)], params.policyId, "Policy");
}

function assign(call: Call): void {
  const app = appOf(call);
  const { id } = policyOf(call);
  if (app.applicationType === "service") {
    throw new OktaError(
      400,
      "E0000001",
      `Api validation failed: An invalid resource type ("${id}") was supplied. A service app takes no sign-in policy.`,
      ["policyId: a sign-in policy cannot be assigned to a service app"],
    );
  }
}

function defaultPolicy(org: Org) {
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
