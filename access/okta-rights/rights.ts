import type { Permission } from "./permissions.ts";
import type { ApiScope } from "./scopes.ts";
import type { StandardRole } from "./standard-roles.ts";

/**
 * Where a permission has to be held: on the `collection` (a resource set with `apps`, not with single
 * apps), on the `one` object of the call (its collection holds it too), on what shall be `visible` in
 * a list (the answer leaves the rest out), or anywhere (`org`).
 */
export type Extent = "collection" | "one" | "visible" | "org";

/** One permission that a call needs, and where. */
export interface NeededPermission {
  permission: Permission;
  on: Extent;
}

/** A call that a custom role can allow: the token's scope, and all of the permissions. */
export interface CustomRoleRight {
  scope: ApiScope;
  permissions: readonly [NeededPermission, ...NeededPermission[]];
}

/** A call that no custom role can allow: the token's scope, and one of the standard roles. */
export interface StandardRoleRight {
  scope: ApiScope;
  standardRoles: readonly StandardRole[];
}

/** What Okta wants of the client that makes a call. */
export type Right = CustomRoleRight | StandardRoleRight;

/**
 * Calls of the management API, to what each needs. `change` covers update, delete, and what lies
 * below the object. By Okta's documentation; not verified against a live org.
 */
export const RIGHTS = {
  "app.list": allowed("okta.apps.read", ["okta.apps.read", "visible"]),
  /** One app, its groups and its users. */
  "app.read": allowed("okta.apps.read", ["okta.apps.read", "one"]),
  "app.create": allowed("okta.apps.manage", ["okta.apps.manage", "collection"]),
  /** An app without admin roles and API scopes; `api-client.change` is for one that has some. */
  "app.change": allowed("okta.apps.manage", ["okta.apps.manage", "one"]),
  "app.secrets.read": allowed("okta.apps.read", ["okta.apps.clientCredentials.read", "one"]),
  /** Secrets and public keys. */
  "app.secrets.change": allowed("okta.apps.manage", ["okta.apps.manage", "one"]),
  "app.assign-group": allowed(
    "okta.apps.manage",
    ["okta.apps.assignment.manage", "one"],
    ["okta.groups.appAssignment.manage", "one"],
  ),
  "app.assign-user": allowed(
    "okta.apps.manage",
    ["okta.apps.assignment.manage", "one"],
    ["okta.users.appAssignment.manage", "one"],
  ),
  "app.grants.read": allowed("okta.appGrants.read", ["okta.apps.read", "one"]),
  "app.grants.change": superAdmin("okta.appGrants.manage"),
  /** Any write, keys included, to an app that has admin roles or API scopes. */
  "api-client.change": superAdmin("okta.apps.manage"),
  "server.list": allowed("okta.authorizationServers.read", ["okta.authzServers.read", "visible"]),
  /** One authorization server with its scopes, claims, policies and rules. */
  "server.read": allowed("okta.authorizationServers.read", ["okta.authzServers.read", "one"]),
  "server.create": allowed("okta.authorizationServers.manage", [
    "okta.authzServers.manage",
    "collection",
  ]),
  "server.change": allowed("okta.authorizationServers.manage", ["okta.authzServers.manage", "one"]),
  "group.list": allowed("okta.groups.read", ["okta.groups.read", "visible"]),
  /** One group and its members. */
  "group.read": allowed("okta.groups.read", ["okta.groups.read", "one"]),
  "group.create": allowed("okta.groups.manage", ["okta.groups.create", "collection"]),
  "group.change": allowed("okta.groups.manage", ["okta.groups.manage", "one"]),
  "group.members.change": allowed("okta.groups.manage", ["okta.groups.members.manage", "one"]),
  "user.list": allowed("okta.users.read", ["okta.users.read", "visible"]),
  /** One user and the user's groups. */
  "user.read": allowed("okta.users.read", ["okta.users.read", "one"]),
  "user.create": allowed("okta.users.manage", ["okta.users.create", "collection"]),
  "user.change-profile": allowed("okta.users.manage", ["okta.users.userprofile.manage", "one"]),
  "user.lifecycle": allowed("okta.users.manage", ["okta.users.lifecycle.manage", "one"]),
  "policy.read": allowed("okta.policies.read", ["okta.policies.read", "org"]),
  "policy.change": allowed("okta.policies.manage", ["okta.policies.manage", "org"]),
  /** Roles, resource sets and the role assignments of clients. */
  "admin.read": allowed("okta.roles.read", ["okta.iam.read", "org"]),
  "admin.change": superAdmin("okta.roles.manage"),
  "origin.read": standard("okta.trustedOrigins.read", "ORG_ADMIN", "READ_ONLY_ADMIN"),
  "origin.change": standard("okta.trustedOrigins.manage", "ORG_ADMIN"),
  "log.read": standard(
    "okta.logs.read",
    "API_ACCESS_MANAGEMENT_ADMIN",
    "APP_ADMIN",
    "ORG_ADMIN",
    "READ_ONLY_ADMIN",
    "REPORT_ADMIN",
  ),
} as const satisfies Record<string, Right>;

/** A kind of call of the management API. */
export type CallKind = keyof typeof RIGHTS;

/** Every kind of call, in the order of the table. */
export const CALL_KINDS = Object.keys(RIGHTS) as readonly CallKind[];

/** What Okta wants of the client that makes a call of this kind. */
export function rightFor(call: CallKind): Right {
  return RIGHTS[call];
}

/** Whether only a Super Admin may make the call, whatever its scopes. */
export function needsSuperAdmin(call: CallKind): boolean {
  const right = rightFor(call);
  return "standardRoles" in right && right.standardRoles.every((role) => role === "SUPER_ADMIN");
}

function allowed(
  scope: ApiScope,
  ...needed: [[Permission, Extent], ...[Permission, Extent][]]
): CustomRoleRight {
  const [first, ...others] = needed.map(([permission, on]) => ({ permission, on }));
  return { scope, permissions: [first as NeededPermission, ...others] };
}

/** A Super Admin may do all that another standard role may. */
function standard(scope: ApiScope, ...roles: StandardRole[]): StandardRoleRight {
  return { scope, standardRoles: [...roles, "SUPER_ADMIN"] };
}

function superAdmin(scope: ApiScope): StandardRoleRight {
  return standard(scope);
}
