/** Tokens of one service account, for services: see examples/service. */
export { TokenClient, type TokenClientOptions, type TokenMetrics } from "./client.ts";
export type { Credential } from "./credential.ts";
export { bearerTokens } from "./driver.ts";
export { TokenError, type TokenErrorCode, type TokenErrorDetails } from "./errors.ts";
export type { IssuedToken } from "./request.ts";
export type { ResilienceOptions } from "./resilience.ts";
