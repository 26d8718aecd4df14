/** Tokens of one service account, for services: see examples/service. */
export { TokenClient } from "./client.ts";
export type { Credential } from "./credential.ts";
export { type Delivered, delivered } from "./delivered.ts";
export type { ResourceHeaders } from "./dpop.ts";
export { bearerTokens } from "./driver.ts";
export { TokenError, type TokenErrorCode, type TokenErrorDetails } from "./errors.ts";
export type { TokenClientOptions, TokenMetrics } from "./options.ts";
export type { IssuedToken } from "./request.ts";
export type { ResilienceOptions } from "./resilience.ts";
