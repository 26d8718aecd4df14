import type { AccountContext, Check, StackContext } from "./check.ts";
import {
  tokenAudience,
  tokenClient,
  tokenIssuer,
  tokenLifetime,
  tokenScope,
  tokenSignature,
  tokenSubject,
} from "./claims.ts";
import { dataRead, dataWriteRefused } from "./data.ts";
import { disabledRefused } from "./disabled.ts";
import {
  discoveryIssuer,
  discoveryReachable,
  discoveryTokenEndpoint,
  jwksReachable,
} from "./discovery.ts";
import { groupsEqual, groupsMapped, groupsPresent, groupsType } from "./groups.ts";
import {
  loginBolt,
  loginQueryApi,
  loginRoles,
  loginUsername,
  neo4jProvider,
  neo4jReachable,
} from "./login.ts";
import { tokenIssued, tokenType } from "./token.ts";

/** Once per stack, Okta's side, before any account. */
export const OKTA_CHECKS: readonly Check<StackContext>[] = [
  discoveryReachable,
  discoveryIssuer,
  discoveryTokenEndpoint,
  jwksReachable,
];

/** Per account, up to a token that is right in every claim. */
export const TOKEN_CHECKS: readonly Check<AccountContext>[] = [
  tokenIssued,
  tokenType,
  tokenSignature,
  tokenIssuer,
  tokenAudience,
  tokenLifetime,
  tokenClient,
  tokenScope,
  tokenSubject,
  groupsPresent,
  groupsType,
  groupsEqual,
  groupsMapped,
];

/** Once per stack, Neo4j's side. */
export const NEO4J_CHECKS: readonly Check<StackContext>[] = [neo4jReachable, neo4jProvider];

/** Per account, from the token to what it may do. */
export const LOGIN_CHECKS: readonly Check<AccountContext>[] = [
  loginBolt,
  loginUsername,
  loginRoles,
  loginQueryApi,
  dataRead,
  dataWriteRefused,
];

/** Per disabled account, in place of the above. */
export const DISABLED_CHECKS: readonly Check<AccountContext>[] = [disabledRefused];
