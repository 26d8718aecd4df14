import type { FastifyPluginAsync } from "fastify";
import { featureNotEnabled } from "../errors.ts";
import { type Authentication, authenticate, authorize, scopeOf } from "../http/caller.ts";
import { type Answer, type Method, type Route, register } from "../http/route.ts";
import { pathOf, senderOf } from "../http/target.ts";
import type { Org } from "../org.ts";
import { answerAndRecord } from "../system-log/record-change.ts";
import { grantRoutes } from "./apps/grants.ts";
import { groupAssignmentRoutes } from "./apps/group-assignments.ts";
import { idTokenSettingsRoutes } from "./apps/id-token-settings.ts";
import { keyRoutes } from "./apps/keys.ts";
import { appRoutes } from "./apps/routes.ts";
import { secretRoutes } from "./apps/secrets.ts";
import { appUserRoutes } from "./apps/users.ts";
import { claimRoutes } from "./authorization-servers/claims.ts";
import { SERVER_ACCESS } from "./authorization-servers/document.ts";
import { serverKeyRoutes } from "./authorization-servers/keys.ts";
import { policyRoutes } from "./authorization-servers/policies.ts";
import { ruleRoutes } from "./authorization-servers/rules.ts";
import { scopeRoutes } from "./authorization-servers/scopes.ts";
import { serverRoutes } from "./authorization-servers/servers.ts";
import { clientRoleRoutes } from "./client-roles.ts";
import { groupMemberRoutes } from "./group-members.ts";
import { groupRoutes } from "./groups.ts";
import { bindingRoutes } from "./iam/bindings.ts";
import { memberRoutes } from "./iam/members.ts";
import { permissionRoutes } from "./iam/permissions.ts";
import { resourceSetRoutes } from "./iam/resource-sets.ts";
import { roleRoutes } from "./iam/roles.ts";
import { setResourceRoutes } from "./iam/set-resources.ts";
import { logRoutes } from "./logs.ts";
import { registerOrganization } from "./organization.ts";
import { appPolicyRoutes, signOnPolicyRoutes } from "./sign-on-policies.ts";
import { trustedOriginRoutes } from "./trusted-origins.ts";
import { userRoutes } from "./users/routes.ts";

/** Every route of the management API. */
export const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...secretRoutes,
  ...keyRoutes,
  ...grantRoutes,
  ...groupAssignmentRoutes,
  ...appUserRoutes,
  ...appPolicyRoutes,
  ...idTokenSettingsRoutes,
  ...serverRoutes,
  ...serverKeyRoutes,
  ...scopeRoutes,
  ...claimRoutes,
  ...policyRoutes,
  ...ruleRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...roleRoutes,
  ...permissionRoutes,
  ...resourceSetRoutes,
  ...setResourceRoutes,
  ...bindingRoutes,
  ...memberRoutes,
  ...clientRoleRoutes,
  ...trustedOriginRoutes,
  ...signOnPolicyRoutes,
  ...userRoutes,
  ...logRoutes,
];

/** A call of an endpoint: its path as registered, with a query if there is one. */
interface DirectCall {
  method?: "POST" | "PUT";
  path: string;
  params?: Readonly<Record<string, string>>;
  body?: unknown;
}

/**
 * Calls an endpoint without HTTP, with all rights: no limit, fault or log sees it.
 *
 * @throws OktaError what Okta would answer
 */
export async function callManagement(org: Org, direct: DirectCall): Promise<Answer> {
  const { method = "POST", path: target, params = {}, body } = direct;
  const [path = "", query = ""] = target.split("?");
  const route = ROUTES.find((known) => known.method === method && known.path === path);
  if (!route) throw new TypeError(`${method} ${path} is no endpoint of the management API.`);
  if (route.scope === SERVER_ACCESS.scope && !org.apiAccessManagement) throw featureNotEnabled();
  const caller = { id: "seed", scopes: "all", rights: "all" } as const;
  const call = { org, caller, params, query: new URLSearchParams(query), target, body };
  return answerAndRecord(route, call);
}

/**
 * The management API of an org. Every request is judged in this order: credential (401), API scope
 * and admin role (403), what the org has bought (401), the objects that the path names (404), the body (400).
 */
export function managementRoutes(org: Org, authentication: Authentication): FastifyPluginAsync {
  return async (app) => {
    registerOrganization(app, org);
    await app.register(async (guarded) => {
      guarded.addHook("onRequest", async (request) => {
        const { scope, needs = [] } = request.routeOptions.config;
        const method = request.method as Method;
        const proof = request.headers.dpop;
        const { authorization } = request.headers;
        const caller = await authenticate(org, authentication, authorization, {
          method,
          path: pathOf(request),
          proof: typeof proof === "string" ? proof : undefined,
          scope: scope ? scopeOf(method, scope) : "",
        });
        request.caller = { ...caller, sender: senderOf(request) };
        const params = request.params as Record<string, string>;
        if (scope) authorize(org, request.caller, { method, scope, needs, params });
        if (scope === SERVER_ACCESS.scope && !org.apiAccessManagement) throw featureNotEnabled();
      });
      register(guarded, org, ROUTES);
    });
  };
}
