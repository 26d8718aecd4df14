import { z } from "zod";
import type { AdminRole } from "../../admin-entities.ts";
import { forbidden, notFound } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { refuseTaken } from "../find.ts";
import { link } from "../links.ts";

/** Where custom admin roles live. */
export const ROLES_PATH = "/api/v1/iam/roles";

/** The name of a permission of a custom admin role. */
export const permissionSchema = z
  .string()
  .regex(/^okta(\.[a-zA-Z]+)+$/, "must be a permission such as okta.apps.read");

const described = { label: z.string().min(1).max(255), description: z.string().min(1).max(1000) };
const createSchema = resource({ ...described, permissions: z.array(permissionSchema).min(1) });
const replaceSchema = resource(described, ["permissions"]);

/** Custom admin roles, by id or label. */
export const roleRoutes = routes("okta.roles", [
  ["GET", ROLES_PATH, "List custom admin roles", list],
  ["POST", ROLES_PATH, "Create a custom admin role", create],
  ["GET", `${ROLES_PATH}/:roleId`, "Read a custom admin role", read],
  ["PUT", `${ROLES_PATH}/:roleId`, "Replace label and description", replace],
  ["DELETE", `${ROLES_PATH}/:roleId`, "Delete a role that nothing uses", remove],
]);

/** The custom role of this id or label. @throws E0000007 when there is none */
export function roleOf(org: Org, idOrLabel: string | undefined): AdminRole {
  for (const role of org.adminRoles.values()) {
    if (role.id === idOrLabel || role.label === idOrLabel) return role;
  }
  throw notFound(idOrLabel ?? "", "CustomRole");
}

function list(call: Call) {
  const { items } = page(call, [...call.org.adminRoles.values()], ({ id }) => id);
  return { status: 200, body: { roles: items.map((role) => roleDocument(call, role)) } };
}

function create(call: Call) {
  const { label, description, permissions } = parseBody(createSchema, call.body);
  refuseTaken(call.org.adminRoles.values(), "label", label);
  const now = timestamp(call.org);
  const role: AdminRole = {
    id: makeId("adminRole"),
    label,
    description,
    created: now,
    lastUpdated: now,
    permissions: new Map(permissions.map((name) => [name, now])),
  };
  call.org.adminRoles.set(role.id, role);
  return { status: 200, body: roleDocument(call, role) };
}

function read(call: Call) {
  return { status: 200, body: roleDocument(call, roleOf(call.org, call.params.roleId)) };
}

function replace(call: Call) {
  const role = roleOf(call.org, call.params.roleId);
  const { label, description } = parseBody(replaceSchema, call.body);
  refuseTaken(call.org.adminRoles.values(), "label", label, role);
  Object.assign(role, { label, description, lastUpdated: timestamp(call.org) });
  return { status: 200, body: roleDocument(call, role) };
}

function remove(call: Call) {
  const { org } = call;
  const role = roleOf(org, call.params.roleId);
  const bound = [...org.resourceSets.values()].some(({ bindings }) => bindings.has(role.id));
  const assigned = [...org.clientRoles.values()].some(({ custom }) => custom?.role === role.id);
  if (bound || assigned) throw forbidden("A role that is assigned cannot be deleted.");
  org.adminRoles.delete(role.id);
  return { status: 204 };
}

function roleDocument({ org }: Call, role: AdminRole) {
  const self = `${ROLES_PATH}/${role.id}`;
  return {
    id: role.id,
    label: role.label,
    description: role.description,
    created: role.created,
    lastUpdated: role.lastUpdated,
    _links: { permissions: link(org, `${self}/permissions`), self: link(org, self) },
  };
}
