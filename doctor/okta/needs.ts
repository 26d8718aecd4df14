import {
  holds,
  kindOf,
  type ObjectKind,
  onlyReads,
  type Permission,
} from "../../access/okta-rights/permissions.ts";
import type { Privilege } from "../../access/okta-rights/plan.ts";
import { readResource } from "../../access/okta-rights/resources.ts";

/** A permission of an identity, with all that has to go with it. */
export interface Need {
  permission: Permission;
  /** The custom role that has it. */
  role: string;
  /** Addresses of its kind in the role's resource set; empty where no object limits it. */
  resources: readonly string[];
}

/** What a plan gives an identity, permission by permission. */
export function needsOf({ assignments }: Privilege): Need[] {
  return assignments.flatMap(({ role, permissions, resources }) =>
    permissions.map((permission) => ({
      permission,
      role,
      resources: resources.filter((one) => readResource(one)?.kind === kindOf(permission)),
    })),
  );
}

/** Ids of single objects among addresses; a group's members have none. */
export function idsIn(resources: readonly string[]): string[] {
  return resources.flatMap((one) => {
    const { id, membersOf } = readResource(one) ?? {};
    return id === undefined || membersOf ? [] : id;
  });
}

/** What a list of a kind shows is what this is held on. */
const READS: Record<ObjectKind, Permission> = {
  apps: "okta.apps.read",
  authorizationServers: "okta.authzServers.read",
  groups: "okta.groups.read",
  users: "okta.users.read",
};

/** Whether a permission shows its objects in their list. */
export function shows(permission: Permission, kind: ObjectKind): boolean {
  return holds([permission], READS[kind]);
}

/** What no list shows, and Okta has a call for that changes nothing. */
const HAS_A_CALL: readonly Permission[] = [
  "okta.apps.clientCredentials.read",
  "okta.groups.appAssignment.manage",
];

/** Whether a permission is asked for object by object: a list tells what may be read, and no more. */
export function isAskedByObject(permission: Permission): boolean {
  const kind = kindOf(permission);
  if (kind !== "org" && shows(permission, kind)) return !onlyReads(permission);
  return HAS_A_CALL.includes(permission);
}
