import { breakGlassLogin } from "./break-glass.ts";
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
import { loginBolt, loginRoles, loginUsername } from "./login.ts";
import { neo4jProvider, neo4jReachable } from "./neo4j.ts";
import { loginQueryApi } from "./query-api.ts";
import { appDpop, policyClients } from "./readback.ts";
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

/** Once per stack, each for itself: what Okta's API says beyond what tokens show. */
export const STACK_READBACKS: readonly Check<StackContext>[] = [policyClients];

/** Per account that is not disabled, each for itself. */
export const ACCOUNT_READBACKS: readonly Check<AccountContext>[] = [appDpop];

/** Once per stack, last: it must work when everything before fails. */
export const BREAK_GLASS_CHECKS: readonly Check<StackContext>[] = [breakGlassLogin];
