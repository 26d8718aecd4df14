import { kindOf, type Permission } from "../../access/okta-rights/permissions.ts";
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
