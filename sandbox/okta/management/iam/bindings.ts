import { z } from "zod";
import type { ResourceSet } from "../../admin-entities.ts";
import { alreadyExists, validationFailed } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import type { Call, Route } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { lookUp } from "../find.ts";
import { link } from "../links.ts";
import { newMembers } from "./new-members.ts";
import { RESOURCE_SETS_PATH, resourceSetOf } from "./resource-sets.ts";
import { roleOf } from "./roles.ts";

export const BINDINGS_PATH = `${RESOURCE_SETS_PATH}/:resourceSetId/bindings`;
const scope = "okta.roles";

const references = z.array(z.string().min(1)).min(1);
const bindingSchema = z.strictObject({ role: z.string().min(1), members: references });

/** Bindings of a resource set: who has which custom role over it. */
export const bindingRoutes: readonly Route[] = [
  {
    method: "GET",
    path: BINDINGS_PATH,
    summary: "List the bindings of a resource set",
    scope,
    handle: list,
  },
  { method: "POST", path: BINDINGS_PATH, summary: "Bind a role to members", scope, handle: create },
  {
    method: "GET",
    path: `${BINDINGS_PATH}/:roleId`,
    summary: "Read the binding of a role",
    scope,
    handle: read,
  },
  {
    method: "DELETE",
    path: `${BINDINGS_PATH}/:roleId`,
    summary: "Delete the binding of a role",
    scope,
    handle: remove,
  },
];

/** The binding that the path names: its resource set, its role and its members; or 404. */
export function bindingOf(call: Call) {
  const set = resourceSetOf(call);
  const role = roleOf(call.org, call.params.roleId);
  return { set, roleId: role.id, binding: lookUp(set.bindings, role.id, "ResourceSetBinding") };
}

function list(call: Call) {
  const set = resourceSetOf(call);
  const roles = [...set.bindings.keys()].map((roleId) => ({
    id: roleId,
    _links: linksOf(call, set, roleId),
  }));
  return { status: 200, body: { roles, _links: setLink(call, set) } };
}

function create(call: Call) {
  const set = resourceSetOf(call);
  const input = parseBody(bindingSchema, call.body);
  const role = [...call.org.adminRoles.values()].find(({ id, label }) =>
    [id, label].includes(input.role),
  );
  if (!role) {
    throw validationFailed("role", `role: '${input.role}' is not a custom role of this org`);
  }
  if (set.bindings.has(role.id)) throw alreadyExists("role", "this resource set");
  const members = newMembers(call.org, [], input.members);
  set.bindings.set(role.id, { id: makeId("binding"), members });
  return { status: 200, body: { id: role.id, _links: linksOf(call, set, role.id) } };
}

function read(call: Call) {
  const { set, roleId } = bindingOf(call);
  return { status: 200, body: { id: roleId, _links: linksOf(call, set, roleId) } };
}

function remove(call: Call) {
  const { set, roleId } = bindingOf(call);
  set.bindings.delete(roleId);
  return { status: 204 };
}

function setLink({ org }: Call, set: ResourceSet) {
  return { "resource-set": link(org, `${RESOURCE_SETS_PATH}/${set.id}`) };
}

/** Links of a binding. */
export function linksOf(call: Call, set: ResourceSet, roleId: string) {
  const bindings = `${RESOURCE_SETS_PATH}/${set.id}/bindings`;
  return {
    self: link(call.org, `${bindings}/${roleId}`),
    members: link(call.org, `${bindings}/${roleId}/members`),
    bindings: link(call.org, bindings),
    ...setLink(call, set),
  };
}
