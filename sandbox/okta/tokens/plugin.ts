import formbody from "@fastify/formbody";
import type { FastifyError, FastifyPluginAsync, FastifyReply } from "fastify";
import { OktaError } from "../errors.ts";
import type { Org } from "../org.ts";
import { endpoints } from "./endpoints/index.ts";
import { OAuthError } from "./errors.ts";
import { createTokenState, type TokenState } from "./state.ts";

/** How the token side is served. */
interface TokenRoutesOptions {
  /**
   * State to work on, when something else needs it too (verifying the org server's tokens).
   * Default: a fresh one.
   */
  state?: TokenState;
  /** Largest request body in bytes. Default 65,536. */
  bodyLimit?: number;
}

/**
 * The OAuth endpoints of an org as a Fastify plugin: token, introspection, revocation, JWKS and
 * discovery, per custom authorization server and for the org's own. The form parser and the error
 * form are its own and reach no other route.
 */
export function tokenRoutes(org: Org, options: TokenRoutesOptions = {}): FastifyPluginAsync {
  return async (app) => {
    const state = options.state ?? (await createTokenState(org));
    app.removeAllContentTypeParsers();
    await app.register(formbody, { bodyLimit: options.bodyLimit ?? 65_536 });
    app.setErrorHandler(refuse);
    for (const { method, path, summary, cacheControl, handle } of endpoints) {
      app.route({
        method,
        url: path,
        config: { summary },
        async handler(request, reply) {
          const answer = await handle(state, request);
          reply.header("cache-control", cacheControl);
          if (method === "POST") reply.header("pragma", "no-cache");
          return answer === undefined ? reply.send() : reply.send(answer);
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
  reply.header("cache-control", "no-cache, no-store").header("pragma", "no-cache");
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
