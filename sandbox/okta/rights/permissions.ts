/** Permissions that others include, by Okta's catalogue of custom-role permissions. */
const INCLUDED: Readonly<Record<string, readonly string[]>> = {
  "okta.apps.manage": ["okta.apps.read", "okta.apps.assignment.manage"],
  "okta.authzServers.manage": ["okta.authzServers.read"],
  "okta.groups.manage": [
    ...["okta.groups.read", "okta.groups.create"],
    ...["okta.groups.members.manage", "okta.groups.appAssignment.manage"],
  ],
  "okta.policies.manage": ["okta.policies.read"],
  "okta.users.manage": [
    ...["okta.users.read", "okta.users.create", "okta.users.userprofile.manage"],
    ...["okta.users.lifecycle.manage", "okta.users.groupMembership.manage"],
    ...["okta.users.appAssignment.manage", "okta.users.credentials.manage"],
  ],
};

/** The permissions with those that they include. */
export function withIncluded(permissions: Iterable<string>): ReadonlySet<string> {
  return new Set([...permissions].flatMap((name) => [name, ...(INCLUDED[name] ?? [])]));
}
