import type { FastifyRequest } from "fastify";
import type { Issuer } from "../issuer.ts";
import type { TokenState } from "../state.ts";

/**
 * The body that a server answers 200 with; undefined for an empty one.
 * @throws OAuthError or OktaError
 */
export type Answer = (state: TokenState, issuer: Issuer, request: FastifyRequest) => unknown;

/**
 * A route of the token side: a path in Fastify's notation, one phrase for the table of what is
 * supported, and its answer. What is got may be cached for a day, what is posted for is never.
 */
export type Endpoint = readonly [
  method: "GET" | "POST",
  path: string,
  summary: string,
  answer: Answer,
];

/** Path of a custom authorization server, by id or alias; paths without it are the org server's. */
export const CUSTOM_SERVER = "/oauth2/:authorizationServerId";
