import type { FastifyRequest } from "fastify";
import { customIssuer, type Issuer, orgIssuer } from "../issuer.ts";
import type { TokenState } from "../state.ts";

/** A route of the token side. What is got may be cached for a day, what is posted for is never. */
export interface Endpoint {
  readonly method: "GET" | "POST";
  /** In Fastify's notation. */
  readonly path: string;
  /** One line for the table of what is supported. */
  readonly summary: string;
  /** The body to answer 200 with; undefined for an empty one. @throws OAuthError or OktaError */
  handle(state: TokenState, request: FastifyRequest): Promise<unknown>;
}

/** What an endpoint answers for the server that is asked. */
export type Answer = (state: TokenState, issuer: Issuer, request: FastifyRequest) => unknown;

/** Path of a custom authorization server. */
export const CUSTOM_SERVER = "/oauth2/:authorizationServerId";

/** An endpoint of the custom authorization server that its path names by id or alias. */
export function ofCustomServer(
  method: Endpoint["method"],
  path: string,
  summary: string,
  answer: Answer,
): Endpoint {
  return {
    ...{ method, path, summary },
    async handle(state, request) {
      const { authorizationServerId } = request.params as { authorizationServerId: string };
      return answer(state, customIssuer(state.org, authorizationServerId), request);
    },
  };
}

/** An endpoint of the org authorization server. */
export function ofOrgServer(
  method: Endpoint["method"],
  path: string,
  summary: string,
  answer: Answer,
): Endpoint {
  return {
    ...{ method, path, summary },
    handle: async (state, request) => answer(state, orgIssuer(state), request),
  };
}
