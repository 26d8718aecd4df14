import { findUser, groupsOf } from "../directory.ts";
import { findServer, type Org } from "../org.ts";
import type { Demand, Kind, Target } from "./decide.ts";
import { isPrivileged } from "./held.ts";

type Params = Readonly<Record<string, string>>;

/** What a route takes of its caller's admin roles, said in the route's own row. */
export interface Need {
  /** For the table of what is supported. */
  text: string;
  /** What it comes to for the objects that the path names. */
  demands(org: Org, params: Params): readonly Demand[];
}

function on(permission: string, noun: string, target: (org: Org, params: Params) => Target): Need {
  return {
    text: `\`${permission}\` on ${noun}`,
    demands: (org, params) => [{ permission, target: target(org, params) }],
  };
}

/** The permission on at least something; a list then shows what the caller may see. */
export function anywhere(permission: string): Need {
  return { text: `\`${permission}\``, demands: () => [{ permission }] };
}

/** The permission on all objects of the kind, as creation takes it. */
export function onAll(permission: string, kind: Kind): Need {
  return on(permission, `all \`${kind}\``, () => ({ kind }));
}

/** The permission on the app that the path names. */
export function onApp(permission: string): Need {
  return on(permission, "the app", (_org, { appId }) => ({ kind: "apps", id: appId ?? "" }));
}

/** The permission on the group that the path names. */
export function onGroup(permission: string): Need {
  return on(permission, "the group", (_org, { groupId }) => ({
    kind: "groups",
    id: groupId ?? "",
  }));
}

/** The permission on the authorization server that the path names by id or alias. */
export function onServer(permission: string): Need {
  return on(permission, "the server", (org, { authServerId = "" }) => {
    return { kind: "authorizationServers", id: findServer(org, authServerId)?.id ?? authServerId };
  });
}

/** The permission on the user whom the path names by id or login. */
export function onUser(permission: string): Need {
  return on(permission, "the user", (org, { userId = "" }) => userTarget(org, userId));
}

/** The user as the object of a call, by id or login. */
export function userTarget(org: Org, idOrLogin: string): Target {
  const user = findUser(org, idOrLogin);
  const groups = user ? groupsOf(org, user).map(({ id }) => id) : [];
  return { kind: "users", id: user?.id ?? idOrLogin, groups };
}

/** One of these standard admin roles; no custom role will do. */
export function standardRole(...roles: readonly string[]): Need {
  return { text: roles.join(", "), demands: () => [{ roles }] };
}

/** What only a Super Administrator may do. */
export const superAdmin = standardRole("SUPER_ADMIN");

/** An app with admin roles or API scopes is managed by Super Administrators alone. */
const superAdminOfPrivilegedApp: Need = {
  text: "SUPER_ADMIN for a privileged app",
  demands: (org, { appId = "" }) => (isPrivileged(org, appId) ? superAdmin.demands(org, {}) : []),
};

/** To change the app that the path names. */
export const manageApp: readonly Need[] = [onApp("okta.apps.manage"), superAdminOfPrivilegedApp];
