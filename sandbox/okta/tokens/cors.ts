import type { FastifyInstance } from "fastify";
import type { Org } from "../org.ts";
import { CUSTOM_SERVER } from "./endpoints/endpoint.ts";
import type { TokenState } from "./state.ts";

/** What pages of other origins may call, at custom servers and at the org's own. */
const CALLED = ["v1/token", "v1/userinfo", "v1/introspect", "v1/revoke", "v1/keys"];
const DISCOVERY = [".well-known/openid-configuration", ".well-known/oauth-authorization-server"];

const PATHS = [
  ...[...CALLED, ...DISCOVERY].map((path) => `${CUSTOM_SERVER}/${path}`),
  ...CALLED.filter((path) => path !== "v1/userinfo").map((path) => `/oauth2/${path}`),
  ...DISCOVERY.map((path) => `/${path}`),
];

/**
 * Lets pages of trusted origins read the answers (CORS). For any other origin nothing is said, so that its
 * browser keeps the answer to itself; the request is judged all the same.
 */
export function allowOrigins(app: FastifyInstance, { org }: TokenState): void {
  const paths = new Set(PATHS);
  app.addHook("onRequest", async (request, reply) => {
    if (!paths.has(request.routeOptions.url ?? "")) return;
    reply.header("vary", "Origin");
    const { origin } = request.headers;
    if (origin === undefined || !isTrusted(org, origin)) return;
    reply.headers({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
    });
  });
  for (const url of PATHS) {
    app.route({
      method: "OPTIONS",
      url,
      config: { summary: "Preflight of a page of another origin" },
      async handler(request, reply) {
        const { origin } = request.headers;
        if (origin !== undefined && isTrusted(org, origin)) {
          reply.headers({
            "access-control-allow-methods": "GET, POST, OPTIONS",
            "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "",
            "access-control-max-age": "600",
          });
        }
        return reply.code(204).send();
      },
    });
  }
}

function isTrusted(org: Org, origin: string): boolean {
  return [...org.trustedOrigins.values()].some(
    ({ status, origin: known, scopes }) =>
      status === "ACTIVE" && known === origin && scopes.some(({ type }) => type === "CORS"),
  );
}
