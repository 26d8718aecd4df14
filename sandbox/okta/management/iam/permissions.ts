import type { AdminRole } from "../../admin-entities.ts";
import { notFound, validationFailed } from "../../errors.ts";
import type { Call, Route } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { link } from "../links.ts";
import { permissionSchema } from "./permission-schema.ts";
import { ROLES_PATH, roleOf } from "./roles.ts";

const PATH = `${ROLES_PATH}/:roleId/permissions`;
const scope = "okta.roles";

/** Permissions of a custom admin role, one by one. */
export const permissionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    summary: "List the permissions of a role",
    scope,
    handle: listPermissions,
  },
  {
    method: "GET",
    path: `${PATH}/:permission`,
    summary: "Read a permission",
    scope,
    handle: readPermission,
  },
  {
    method: "POST",
    path: `${PATH}/:permission`,
    summary: "Add a permission",
    scope,
    handle: addPermission,
  },
  {
    method: "DELETE",
    path: `${PATH}/:permission`,
    summary: "Remove a permission",
    scope,
    handle: removePermission,
  },
];

function listPermissions(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  const permissions = [...role.permissions.keys()].map((name) =>
    permissionDocument(call, role, name),
  );
  return { status: 200, body: { permissions } };
}

function readPermission(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  return { status: 200, body: permissionDocument(call, role, permissionOf(call, role)) };
}

function addPermission(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  const name = call.params.permission ?? "";
  const result = permissionSchema.safeParse(name);
  if (!result.success) {
    throw validationFailed(
      "permissionType",
      `permissionType: '${name}' is not a permission such as okta.apps.read`,
    );
  }
  role.permissions.set(name, role.permissions.get(name) ?? timestamp(call.org));
  return { status: 204 };
}

function removePermission(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  const name = permissionOf(call, role);
  if (role.permissions.size === 1) {
    throw validationFailed("permissions", "permissions: a role has at least one permission");
  }
  role.permissions.delete(name);
  return { status: 204 };
}

function permissionOf({ params }: Call, role: AdminRole): string {
  const { permission: name = "" } = params;
  if (!role.permissions.has(name)) throw notFound(name, "Permission");
  return name;
}

function permissionDocument({ org }: Call, role: AdminRole, name: string) {
  const since = role.permissions.get(name);
  const path = `${ROLES_PATH}/${role.id}`;
  return {
    label: name,
    created: since,
    lastUpdated: since,
    _links: { role: link(org, path), self: link(org, `${path}/permissions/${name}`) },
  };
}
