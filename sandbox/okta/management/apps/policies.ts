import { OktaError } from "../../errors.ts";
import { type Call, routes } from "../../http/route.ts";
import { appOf } from "../find.ts";
import { policyDocumentOf } from "../sign-on-policies.ts";

/** The assignment of a sign-in policy to an app; Okta refuses it for service apps. */
export const appPolicyRoutes = routes("okta.apps", [
  [
    "PUT",
    "/api/v1/apps/:appId/policies/:policyId",
    "Assign a sign-in policy (refused for service apps)",
    assign,
  ],
]);

function assign(call: Call) {
  const app = appOf(call);
  const { id } = policyDocumentOf(call);
  if (app.applicationType === "service") {
    throw new OktaError(
      400,
      "E0000001",
      `Api validation failed: An invalid resource type ("${id}") was supplied. A service app takes no sign-in policy.`,
      [`policyId: a sign-in policy cannot be assigned to a service app`],
    );
  }
  return { status: 204 };
}
