import type { Group } from "./admin-entities.ts";
import type { App } from "./entities.ts";
import type { Org } from "./org.ts";
import type { AppUser, User } from "./people-entities.ts";

/** Who is in the org, in which groups, and may use which apps. */

/** The user with this id or login, in any case, whatever the status. */
export function findUser(org: Org, idOrLogin: string): User | undefined {
  const byId = org.users.get(idOrLogin);
  if (byId) return byId;
  const login = idOrLogin.toLowerCase();
  for (const user of org.users.values()) {
    if (user.profile.login.toLowerCase() === login) return user;
  }
  return undefined;
}

/** The groups of a user, that of everybody among them. */
export function groupsOf(org: Org, user: User): Group[] {
  return [...org.groups.values()].filter((group) => isMember(org, group, user));
}

/** The users in a group; everybody is in the built-in one. */
export function membersOf(org: Org, group: Group): User[] {
  return [...org.users.values()].filter((user) => isMember(org, group, user));
}

function isMember(org: Org, { id, type }: Group, user: User): boolean {
  return type === "BUILT_IN" || (org.members.get(id)?.has(user.id) ?? false);
}

/**
 * The user as one of the app: assigned by name or else through the first of the app's groups that the
 * user is in; undefined for who may not use the app. An app with implicit assignment is everybody's.
 */
export function appUserOf(org: Org, app: App, user: User): AppUser | undefined {
  const assigned = org.appUsers.get(app.id)?.get(user.id);
  if (assigned) return assigned;
  const groups = groupsOf(org, user).map(({ id }) => id);
  const [first] = [...(org.groupAssignments.get(app.id)?.values() ?? [])]
    .filter(({ id }) => groups.includes(id))
    .sort((left, right) => left.priority - right.priority);
  const everybody = app.body.settings.implicitAssignment;
  if (user.status === "DEPROVISIONED" || (!first && !everybody)) return undefined;
  return {
    id: user.id,
    created: first?.lastUpdated ?? user.created,
    lastUpdated: first?.lastUpdated ?? user.lastUpdated,
    scope: "GROUP",
    userName: userNameFor(app, user),
    profile: first?.profile ?? {},
  };
}

/** All users of an app. */
export function usersOf(org: Org, app: App): AppUser[] {
  return [...org.users.values()]
    .map((user) => appUserOf(org, app, user))
    .filter((user) => user !== undefined);
}

/** The name that the app's template makes of the user: an attribute, or else the login. */
export function userNameFor(app: App, { profile }: User): string {
  const { template } = app.body.credentials.userNameTemplate;
  const [, name = ""] = /^\$\{(?:source|user)\.(\w+)\}$/.exec(template) ?? [];
  const value: unknown = Object.hasOwn(profile, name) ? profile[name as "login"] : undefined;
  return typeof value === "string" ? value : profile.login;
}
