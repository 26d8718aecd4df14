import type {
  AdminRole,
  ClientRole,
  Group,
  GroupAssignment,
  ResourceSet,
  TrustedOrigin,
} from "./admin-entities.ts";
import type { App, AuthorizationServer, Stored } from "./entities.ts";
import { makeId } from "./ids.ts";
import type { ApiToken, AppUser, User } from "./people-entities.ts";
import { SystemLog } from "./system-log/log.ts";

/** The state of one emulated org, in memory. Both sides (management and tokens) work on it. */
export class Org {
  /** `00o...`. */
  readonly id = makeId("org");
  /** Address of the org, e.g. `http://127.0.0.1:40123`; known once the server listens. */
  url = "";
  /** Milliseconds since the epoch; replaced by tests, moved by the clock-skew fault. */
  now: () => number;
  /** Id of the administrator who created everything (`00u...`): a user from the start. */
  readonly adminId = makeId("user");
  /** Id of the org's default app sign-in policy (`rst...`). */
  readonly accessPolicyId = makeId("accessPolicy");
  /** Id of the org's default profile enrollment policy (`rst...`). */
  readonly profileEnrollmentId = makeId("accessPolicy");
  /** Whether the org has API Access Management, and so custom authorization servers. */
  readonly apiAccessManagement: boolean;
  apps = new Map<string, App>();
  /** By id; the default server's alias is resolved by `findServer`. */
  authorizationServers = new Map<string, AuthorizationServer>();
  groups = new Map<string, Group>();
  users = new Map<string, User>();
  /** API tokens of people, by digest. */
  apiTokens = new Map<string, ApiToken>();
  /** Id of a group to the ids of its members; of Everyone there is no entry, all users are in it. */
  members = new Map<string, Set<string>>();
  /** Id of an app to the users who were assigned by name, by id of the user. */
  appUsers = new Map<string, Map<string, AppUser>>();
  /** Id of an app to its assignments, by id of the group. */
  groupAssignments = new Map<string, Map<string, GroupAssignment>>();
  adminRoles = new Map<string, AdminRole>();
  resourceSets = new Map<string, ResourceSet>();
  clientRoles = new Map<string, ClientRole>();
  trustedOrigins = new Map<string, TrustedOrigin>();
  /** What was changed, and which tokens were granted and refused. */
  readonly systemLog = new SystemLog(() => this.now());

  constructor(now: () => number, apiAccessManagement = true) {
    this.now = now;
    this.apiAccessManagement = apiAccessManagement;
  }
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

/** Whether a code of the app takes a PKCE verifier: by default where the app runs with its user. */
export function requiresPkce({ applicationType, tokenEndpointAuthMethod, body }: App): boolean {
  const ofUser = ["browser", "native"].includes(applicationType);
  const { pkce_required = ofUser || tokenEndpointAuthMethod === "none" } =
    body.credentials.oauthClient;
  return pkce_required;
}

/** Now, in the form of Okta's timestamps: RFC 3339 in UTC with milliseconds. */
export function timestamp(org: Org): string {
  return new Date(org.now()).toISOString();
}

/** A fresh id and the times of an object of this kind that is created now. */
export function newObject(org: Org, kind: Parameters<typeof makeId>[0]): Stored {
  const now = timestamp(org);
  return { id: makeId(kind), created: now, lastUpdated: now };
}
