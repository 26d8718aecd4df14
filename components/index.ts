export { ArgumentError } from "./argument-error.ts";
export {
  DeliveredCredentials,
  type DeliveredCredentialsArgs,
} from "./kubernetes/delivered-credentials.ts";
export type { Chart } from "./neo4j/chart.ts";
export { DatabaseScript, type DatabaseScriptArgs } from "./neo4j/database-script.ts";
export { Neo4jRelease } from "./neo4j/release.ts";
export type { Neo4jReleaseArgs, Resources, Storage, TokenTrust } from "./neo4j/release-args.ts";
export { AccessPolicy, type AccessPolicyArgs } from "./okta/access-policy.ts";
export { ApiClient } from "./okta/api-client.ts";
export type { ApiClientArgs, ApiClientAssignment } from "./okta/api-client-args.ts";
export { Authorization, type AuthorizationArgs } from "./okta/authorization.ts";
export {
  type AuthorizationServer,
  adoptAuthorizationServer,
  createAuthorizationServer,
} from "./okta/authorization-server.ts";
export { createGroup, findGroup } from "./okta/group.ts";
export {
  type PublicJwk,
  ServiceAccount,
  type ServiceAccountArgs,
  type ServiceAccountCredential,
} from "./okta/service-account.ts";
export { SignIn } from "./okta/sign-in.ts";
export type { SignInArgs } from "./okta/sign-in-args.ts";
export { createTrustedOrigin } from "./okta/trusted-origin.ts";
