import formbody from "@fastify/formbody";
import type { FastifyError, FastifyPluginAsync, FastifyReply } from "fastify";
import { Refusal } from "../errors.ts";
import { browserRoutes } from "./authorize/routes.ts";
import { allowOrigins } from "./cors.ts";
import { discovery } from "./endpoints/discovery.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { introspect } from "./endpoints/introspect.ts";
import { revoke } from "./endpoints/revoke.ts";
import { token } from "./endpoints/token.ts";
import { userinfo } from "./endpoints/userinfo.ts";
import { OAuthError } from "./errors.ts";
import { customIssuer, orgIssuer } from "./issuer.ts";
import type { TokenState } from "./state.ts";

/** Every route of the token side. */
export const endpoints: readonly Endpoint[] = [
  ...token,
  ...userinfo,
  ...introspect,
  ...revoke,
  ...discovery,
];

/** Largest request body in bytes. */
const BODY_LIMIT = 65_536;

/** Answers that belong to one client and one moment (RFC 6749 section 5.1). */
const UNCACHED = { "cache-control": "no-cache, no-store", pragma: "no-cache" };

/** Answers that change only with the server's configuration. */
const CACHED_FOR_A_DAY = { "cache-control": "max-age=86400, must-revalidate" };

/**
 * The OAuth endpoints of an org as a Fastify plugin: token, introspection, revocation, JWKS and
 * discovery, per custom authorization server and for the org's own; and where people sign in and out. The
 * form parser and the error form are its own and reach no other route.
 */
export function tokenRoutes(state: TokenState): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    await app.register(formbody, { bodyLimit: BODY_LIMIT });
    app.setErrorHandler(refuse);
    allowOrigins(app, state);
    browserRoutes(app, state);
    for (const [method, path, summary, answer] of endpoints) {
      app.route<{ Params: { authorizationServerId?: string } }>({
        method,
        url: path,
        config: { summary },
        async handler(request, reply) {
          const { authorizationServerId: id } = request.params;
          const issuer = id === undefined ? orgIssuer(state) : customIssuer(state.org, id);
          const body = await answer(state, issuer, request);
          const cached = method === "GET" && !request.headers.authorization;
          return reply.headers(cached ? CACHED_FOR_A_DAY : UNCACHED).send(body);
        },
      });
    }
  };
}

async function refuse(error: FastifyError | Refusal, _: unknown, reply: FastifyReply) {
  const refusal = error instanceof Refusal ? error : malformed(error);
  if (!refusal) throw error;
  return reply
    .code(refusal.status)
    .headers({ ...UNCACHED, ...refusal.headers })
    .send(refusal.toBody());
}

/** Fastify's own refusals of a body, in OAuth's form. */
function malformed(error: FastifyError): OAuthError | undefined {
  switch (error.code) {
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new OAuthError(
        415,
        "invalid_request",
        "The body must be of type 'application/x-www-form-urlencoded'.",
      );
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new OAuthError(413, "invalid_request", "The body is too large.");
    default:
      return undefined;
  }
}
