/** Scopes of Okta's management API that this product knows, sorted. */
export const API_SCOPES = [
  "okta.appGrants.manage",
  "okta.appGrants.read",
  "okta.apps.manage",
  "okta.apps.read",
  "okta.authorizationServers.manage",
  "okta.authorizationServers.read",
  "okta.groups.manage",
  "okta.groups.read",
  "okta.logs.read",
  "okta.policies.manage",
  "okta.policies.read",
  "okta.roles.manage",
  "okta.roles.read",
  "okta.trustedOrigins.manage",
  "okta.trustedOrigins.read",
  "okta.users.manage",
  "okta.users.read",
] as const;

/** A scope of Okta's management API. A token of the org authorization server carries it. */
export type ApiScope = (typeof API_SCOPES)[number];

/** Whether a word is a known scope, in this spelling. */
export function isApiScope(word: string): word is ApiScope {
  return (API_SCOPES as readonly string[]).includes(word);
}

/** True for a scope that lets its token change something. */
export function isManageScope(scope: ApiScope): boolean {
  return scope.endsWith(".manage");
}

/** The scope of the same family that only reads. */
export function readScope(scope: ApiScope): ApiScope {
  return scope.replace(/\.manage$/, ".read") as ApiScope;
}

/** Whether a token with these scopes has the one that is asked for: `.manage` reads too. */
export function carries(scopes: readonly ApiScope[], asked: ApiScope): boolean {
  return scopes.some((scope) => scope === asked || readScope(scope) === asked);
}
