import type { AdminRole } from "../../admin-entities.ts";
import { invalidField, notFound } from "../../errors.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { link } from "../links.ts";
import { permissionSchema, ROLES_PATH, roleOf } from "./roles.ts";

const PATH = `${ROLES_PATH}/:roleId/permissions`;

/** Permissions of a custom admin role, one by one. */
export const permissionRoutes = routes("okta.roles", [
  ["GET", PATH, "List the permissions of a role", listPermissions],
  ["GET", `${PATH}/:permission`, "Read a permission", readPermission],
  ["POST", `${PATH}/:permission`, "Add a permission", addPermission],
  ["DELETE", `${PATH}/:permission`, "Remove a permission", removePermission],
]);

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
    throw invalidField("permissionType", `'${name}' is not a permission such as okta.apps.read`);
  }
  role.permissions.set(name, role.permissions.get(name) ?? timestamp(call.org));
  return { status: 204 };
}

function removePermission(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  const name = permissionOf(call, role);
  if (role.permissions.size === 1) {
    throw invalidField("permissions", "a role has at least one permission");
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
