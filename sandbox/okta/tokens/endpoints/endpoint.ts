import type { FastifyRequest } from "fastify";
import type { TokenState } from "../state.ts";

/** A route of the token side. */
export interface Endpoint {
  readonly method: "GET" | "POST";
  /** In Fastify's notation. */
  readonly path: string;
  /** One line for the table of what is supported. */
  readonly summary: string;
  readonly cacheControl: string;
  /** The body to answer 200 with; undefined for an empty one. @throws OAuthError or OktaError */
  handle(state: TokenState, request: FastifyRequest): Promise<unknown>;
}

/** Answers that belong to one client and one moment (RFC 6749 section 5.1). */
export const UNCACHED = "no-cache, no-store";

/** Answers that change only with the server's configuration. */
export const CACHED_FOR_A_DAY = "max-age=86400, must-revalidate";

/** The authorization server that the path names. */
export function serverId(request: FastifyRequest): string {
  return (request.params as { authorizationServerId: string }).authorizationServerId;
}
