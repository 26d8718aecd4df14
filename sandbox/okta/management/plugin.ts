import type { FastifyPluginAsync } from "fastify";
import { type Authentication, authenticate, requireScope } from "../http/caller.ts";
import { type Method, type Route, register } from "../http/route.ts";
import { pathOf } from "../http/shell.ts";
import type { Org } from "../org.ts";
import { appRoutes } from "./apps/routes.ts";
import { claimRoutes } from "./authorization-servers/claims.ts";
import { policyRoutes } from "./authorization-servers/policies.ts";
import { ruleRoutes } from "./authorization-servers/rules.ts";
import { scopeRoutes } from "./authorization-servers/scopes.ts";
import { serverRoutes } from "./authorization-servers/servers.ts";
import { registerOrganization } from "./organization.ts";
import { userRoutes } from "./users.ts";

const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...serverRoutes,
  ...scopeRoutes,
  ...claimRoutes,
  ...policyRoutes,
  ...ruleRoutes,
  ...userRoutes,
];

/**
 * The management API of an org. Every request is judged in this order: credential (401), API scope
 * (403), the objects that the path names (404), the body (400).
 */
export function managementRoutes(org: Org, authentication: Authentication): FastifyPluginAsync {
  return async (app) => {
    registerOrganization(app, org);
    await app.register(async (guarded) => {
      guarded.addHook("onRequest", async (request) => {
        const proof = request.headers.dpop;
        request.caller = await authenticate(authentication, request.headers.authorization, {
          method: request.method,
          path: pathOf(request),
          proof: typeof proof === "string" ? proof : undefined,
        });
        const { scope } = request.routeOptions.config;
        if (scope) requireScope(request.caller, request.method as Method, scope);
      });
      register(guarded, org, ROUTES);
    });
  };
}
