import type { App, AuthorizationServer } from "./entities.ts";

/** The state of one emulated org, in memory. Both sides (management and tokens) work on it. */
export interface Org {
  /** Address of the org, e.g. `http://127.0.0.1:40123`; known once the server listens. */
  url: string;
  /** Milliseconds since the epoch; replaced by tests and by the clock-skew fault. */
  now(): number;
  apps: Map<string, App>;
  /** By id; the default server's alias is resolved by `findServer`. */
  authorizationServers: Map<string, AuthorizationServer>;
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

export function findApp(org: Org, clientId: string): App | undefined {
  for (const app of org.apps.values()) {
    if (app.clientId === clientId) return app;
  }
  return undefined;
}
