import { z } from "zod";
import type { AdminRole } from "../../admin-entities.ts";
import { alreadyExists, forbidden, notFound } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import type { Call, Route } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { link } from "../links.ts";
import { permissionSchema } from "./permission-schema.ts";

export const ROLES_PATH = "/api/v1/iam/roles";
const scope = "okta.roles";

const described = { label: z.string().min(1).max(255), description: z.string().min(1).max(1000) };
const createSchema = resource({ ...described, permissions: z.array(permissionSchema).min(1) });
const replaceSchema = resource(described, ["permissions"]);

/** Custom admin roles, by id or label. */
export const roleRoutes: readonly Route[] = [
  { method: "GET", path: ROLES_PATH, summary: "List custom admin roles", scope, handle: list },
  {
    method: "POST",
    path: ROLES_PATH,
    summary: "Create a custom admin role",
    scope,
    handle: create,
  },
  {
    method: "GET",
    path: `${ROLES_PATH}/:roleId`,
    summary: "Read a custom admin role",
    scope,
    handle: read,
  },
  {
    method: "PUT",
    path: `${ROLES_PATH}/:roleId`,
    summary: "Replace label and description",
    scope,
    handle: replace,
  },
  {
    method: "DELETE",
    path: `${ROLES_PATH}/:roleId`,
    summary: "Delete a role that nothing uses",
    scope,
    handle: remove,
  },
];

/** The custom role of this id or label, or 404. */
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
  refuseTakenLabel(call, label);
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
  refuseTakenLabel(call, label, role);
  Object.assign(role, { label, description, lastUpdated: timestamp(call.org) });
  return { status: 200, body: roleDocument(call, role) };
}

function remove(call: Call) {
  const { org } = call;
  const role = roleOf(org, call.params.roleId);
  const bound = [...org.resourceSets.values()].some(({ bindings }) => bindings.has(role.id));
  const assigned = [...org.clientRoles.values()].some(({ custom }) => custom?.role === role.id);
  if (bound || assigned) throw forbidden(["A role that is assigned cannot be deleted."]);
  org.adminRoles.delete(role.id);
  return { status: 204 };
}

function refuseTakenLabel({ org }: Call, label: string, self?: AdminRole): void {
  for (const other of org.adminRoles.values()) {
    if (other !== self && other.label === label) throw alreadyExists("label");
  }
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
