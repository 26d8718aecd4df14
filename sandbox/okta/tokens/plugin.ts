import formbody from "@fastify/formbody";
import type { FastifyError, FastifyPluginAsync, FastifyReply } from "fastify";
import { OktaError } from "../errors.ts";
import { discovery } from "./endpoints/discovery.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { introspect } from "./endpoints/introspect.ts";
import { revoke } from "./endpoints/revoke.ts";
import { token } from "./endpoints/token.ts";
import { OAuthError } from "./errors.ts";
import type { TokenState } from "./state.ts";

/** Every route of the token side. */
export const endpoints: readonly Endpoint[] = [...token, ...introspect, ...revoke, ...discovery];

/** Largest request body in bytes. */
const BODY_LIMIT = 65_536;

/** Answers that belong to one client and one moment (RFC 6749 section 5.1). */
const UNCACHED = { "cache-control": "no-cache, no-store", pragma: "no-cache" };

/** Answers that change only with the server's configuration. */
const CACHED_FOR_A_DAY = { "cache-control": "max-age=86400, must-revalidate" };

/**
 * The OAuth endpoints of an org as a Fastify plugin: token, introspection, revocation, JWKS and
 * discovery, per custom authorization server and for the org's own. The form parser and the error
 * form are its own and reach no other route.
 */
export function tokenRoutes(state: TokenState): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    await app.register(formbody, { bodyLimit: BODY_LIMIT });
    app.setErrorHandler(refuse);
    for (const { method, path, summary, handle } of endpoints) {
      app.route({
        method,
        url: path,
        config: { summary },
        async handler(request, reply) {
          const answer = await handle(state, request);
          return reply.headers(method === "POST" ? UNCACHED : CACHED_FOR_A_DAY).send(answer);
        },
      });
    }
  };
}

async function refuse(
  error: FastifyError | OAuthError | OktaError,
  _: unknown,
  reply: FastifyReply,
) {
  reply.headers(UNCACHED);
  if (error instanceof OAuthError) {
    return reply.code(error.status).headers(error.headers).send(error.body);
  }
  if (error instanceof OktaError) {
    return reply.code(error.status).headers(error.headers).send(error.toBody());
  }
  const refusal = malformed(error);
  if (!refusal) throw error;
  return reply.code(refusal.status).send(refusal.body);
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
