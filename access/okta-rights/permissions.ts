/** Kinds of objects that a resource set can hold, by their path below `/api/v1/`. */
export const OBJECT_KINDS = ["apps", "authorizationServers", "groups", "users"] as const;

/** A kind of objects that a resource set can hold. */
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Permissions of custom roles, to the kind of objects that each is held on; `org`: on no object. */
const ON = {
  "okta.apps.assignment.manage": "apps",
  "okta.apps.clientCredentials.read": "apps",
  "okta.apps.manage": "apps",
  "okta.apps.read": "apps",
  "okta.authzServers.manage": "authorizationServers",
  "okta.authzServers.read": "authorizationServers",
  "okta.groups.appAssignment.manage": "groups",
  "okta.groups.create": "groups",
  "okta.groups.manage": "groups",
  "okta.groups.members.manage": "groups",
  "okta.groups.read": "groups",
  "okta.iam.read": "org",
  "okta.policies.manage": "org",
  "okta.policies.read": "org",
  "okta.users.appAssignment.manage": "users",
  "okta.users.create": "users",
  "okta.users.groupMembership.manage": "users",
  "okta.users.lifecycle.manage": "users",
  "okta.users.manage": "users",
  "okta.users.read": "users",
  "okta.users.userprofile.manage": "users",
} as const satisfies Record<string, ObjectKind | "org">;

/** A permission of a custom role. */
export type Permission = keyof typeof ON;

/** Every known permission, sorted. */
export const PERMISSIONS = Object.keys(ON) as readonly Permission[];

const INCLUDES: { readonly [P in Permission]?: readonly Permission[] } = {
  "okta.apps.manage": ["okta.apps.read", "okta.apps.assignment.manage"],
  "okta.authzServers.manage": ["okta.authzServers.read"],
  "okta.groups.manage": [
    "okta.groups.read",
    "okta.groups.create",
    "okta.groups.members.manage",
    "okta.groups.appAssignment.manage",
  ],
  "okta.policies.manage": ["okta.policies.read"],
  "okta.users.manage": [
    "okta.users.read",
    "okta.users.create",
    "okta.users.userprofile.manage",
    "okta.users.lifecycle.manage",
    "okta.users.groupMembership.manage",
    "okta.users.appAssignment.manage",
  ],
};

/** Whether a word is a known permission, in this spelling. */
export function isPermission(word: string): word is Permission {
  return Object.hasOwn(ON, word);
}

/** The kind of objects that a permission is held on; `org` where no object limits it. */
export function kindOf(permission: Permission): ObjectKind | "org" {
  return ON[permission];
}

/** A permission and those that Okta grants with it. `okta.apps.manage` does not show secrets. */
export function granted(permission: Permission): readonly Permission[] {
  return [permission, ...(INCLUDES[permission] ?? [])];
}

/** Whether somebody with these permissions has the one that is asked for. */
export function holds(permissions: readonly Permission[], asked: Permission): boolean {
  return permissions.some((permission) => granted(permission).includes(asked));
}

/** True for a permission that changes nothing at Okta. It may still show secrets. */
export function onlyReads(permission: Permission): boolean {
  return permission.endsWith(".read");
}

/** True for a permission whose answers hold client secrets in the clear. */
export function showsSecrets(permission: Permission): boolean {
  return permission === "okta.apps.clientCredentials.read";
}
