import { withIncluded } from "./permissions.ts";

/** A standard admin role: the name it is shown under, and the permissions it stands for. */
interface StandardRole {
  label: string;
  permissions: ReadonlySet<string>;
}

const READING = [
  ...["okta.apps.read", "okta.apps.clientCredentials.read", "okta.authzServers.read"],
  ...["okta.groups.read", "okta.users.read", "okta.iam.read", "okta.policies.read"],
];

const EVERYTHING = [
  ...["okta.apps.manage", "okta.authzServers.manage", "okta.groups.manage"],
  ...["okta.users.manage", "okta.policies.manage", ...READING],
];

const PEOPLE = ["okta.groups.read", "okta.users.read"];

function role(label: string, permissions: readonly string[]): StandardRole {
  return { label, permissions: withIncluded(permissions) };
}

/** Okta's standard admin roles. They hold over the whole org. */
export const STANDARD_ROLES = {
  SUPER_ADMIN: role("Super Organization Administrator", EVERYTHING),
  ORG_ADMIN: role("Organization Administrator", EVERYTHING),
  APP_ADMIN: role("Application Administrator", [
    ...["okta.apps.manage", "okta.apps.clientCredentials.read", ...PEOPLE],
    ...["okta.groups.appAssignment.manage", "okta.users.appAssignment.manage"],
  ]),
  API_ACCESS_MANAGEMENT_ADMIN: role("API Access Management Administrator", [
    ...["okta.authzServers.manage", "okta.apps.manage"],
    ...["okta.apps.clientCredentials.read", ...PEOPLE],
  ]),
  USER_ADMIN: role("Group Administrator", ["okta.groups.manage", "okta.users.manage"]),
  GROUP_MEMBERSHIP_ADMIN: role("Group Membership Administrator", [
    ...["okta.groups.members.manage", ...PEOPLE],
  ]),
  HELP_DESK_ADMIN: role("Help Desk Administrator", [
    ...["okta.users.lifecycle.manage", "okta.users.credentials.manage", ...PEOPLE],
  ]),
  MOBILE_ADMIN: role("Mobile Administrator", PEOPLE),
  READ_ONLY_ADMIN: role("Read-only Administrator", READING),
  REPORT_ADMIN: role("Report Administrator", READING),
} as const;

/** Type of a standard admin role. */
export type StandardRoleType = keyof typeof STANDARD_ROLES;

/** The types, for schemas. */
export const STANDARD_ROLE_TYPES = Object.keys(STANDARD_ROLES) as StandardRoleType[];
