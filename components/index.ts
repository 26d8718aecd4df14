export {
  DeliveredCredentials,
  type DeliveredCredentialsArgs,
} from "./kubernetes/delivered-credentials.ts";
export { type Chart, NEO4J_CHARTS, NEO4J_VERSION } from "./neo4j/chart.ts";
export { Neo4jRelease } from "./neo4j/release.ts";
export { type Neo4jReleaseArgs, Neo4jReleaseError, type TokenTrust } from "./neo4j/release-args.ts";
export type { Resources, Storage } from "./neo4j/release-values.ts";
export { AccessPolicy, type AccessPolicyArgs } from "./okta/access-policy.ts";
export { Authorization, type AuthorizationArgs } from "./okta/authorization.ts";
export {
  type AuthorizationServer,
  AuthorizationServerError,
  adoptAuthorizationServer,
  createAuthorizationServer,
} from "./okta/authorization-server.ts";
export {
  type PublicJwk,
  ServiceAccount,
  type ServiceAccountArgs,
  type ServiceAccountCredential,
  ServiceAccountError,
} from "./okta/service-account.ts";
