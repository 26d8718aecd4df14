import type {
  AdminRole,
  ClientRole,
  Group,
  GroupAssignment,
  ResourceSet,
  TrustedOrigin,
} from "./admin-entities.ts";
import type { App, AuthorizationServer, SigningKey } from "./entities.ts";

/**
 * An access token that the org authorization server issued. The token side records it here by its
 * text and removes it on revocation; the management side looks its callers up.
 */
export interface OrgAccessToken {
  clientId: string;
  /** API scopes, such as `okta.apps.manage`. */
  scopes: string[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** RFC 7638 thumbprint of the client's key (`cnf.jkt`) when the token is bound to it by DPoP. */
  dpopThumbprint?: string;
}

/** The state of one emulated org, in memory. Both sides (management and tokens) work on it. */
export interface Org {
  /** `00o...`. */
  id: string;
  /** Address of the org, e.g. `http://127.0.0.1:40123`; known once the server listens. */
  url: string;
  /** Milliseconds since the epoch; replaced by tests and by the clock-skew fault. */
  now(): number;
  /** Id of the administrator who created everything (`00u...`). */
  adminId: string;
  /** Keys of the org authorization server, whose tokens carry API scopes. */
  keys: SigningKey[];
  /** Tokens of the org authorization server by their text. */
  accessTokens: Map<string, OrgAccessToken>;
  apps: Map<string, App>;
  /** By id; the default server's alias is resolved by `findServer`. */
  authorizationServers: Map<string, AuthorizationServer>;
  groups: Map<string, Group>;
  /** Id of an app to its assignments, by id of the group. */
  groupAssignments: Map<string, Map<string, GroupAssignment>>;
  adminRoles: Map<string, AdminRole>;
  resourceSets: Map<string, ResourceSet>;
  clientRoles: Map<string, ClientRole>;
  trustedOrigins: Map<string, TrustedOrigin>;
}

/** The server with this id, or the one whose alias it is (`default`). */
export function findServer(org: Org, idOrAlias: string): AuthorizationServer | undefined {
  const byId = org.authorizationServers.get(idOrAlias);
  if (byId) return byId;
  for (const server of org.authorizationServers.values()) {
    if (server.alias === idOrAlias) return server;
  }
  return undefined;
}

/** `iss` of a server's tokens: the alias stands in for the id where there is one. */
export function issuerOf(org: Org, server: AuthorizationServer): string {
  return `${org.url}/oauth2/${server.alias ?? server.id}`;
}

/** The app with this client id, whatever its status. */
export function findApp(org: Org, clientId: string): App | undefined {
  for (const app of org.apps.values()) {
    if (app.clientId === clientId) return app;
  }
  return undefined;
}

/** Now, in the form of Okta's timestamps: RFC 3339 in UTC with milliseconds. */
export function timestamp(org: Org): string {
  return new Date(org.now()).toISOString();
}
