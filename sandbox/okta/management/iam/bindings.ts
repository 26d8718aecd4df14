import { z } from "zod";
import type { ResourceSet } from "../../admin-entities.ts";
import { alreadyExists, invalidField } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { lookUp } from "../find.ts";
import { link } from "../links.ts";
import { newMembers } from "./references.ts";
import { RESOURCE_SETS_PATH, resourceSetOf } from "./resource-sets.ts";
import { roleOf } from "./roles.ts";

/** Where the bindings of a resource set live. */
export const BINDINGS_PATH = `${RESOURCE_SETS_PATH}/:resourceSetId/bindings`;

const references = z.array(z.string().min(1)).min(1);
const bindingSchema = z.strictObject({ role: z.string().min(1), members: references });

/** Bindings of a resource set: who has which custom role over it. */
export const bindingRoutes = routes("okta.roles", [
  ["GET", BINDINGS_PATH, "List the bindings of a resource set", list],
  ["POST", BINDINGS_PATH, "Bind a role to members", create],
  ["GET", `${BINDINGS_PATH}/:roleId`, "Read the binding of a role", read],
  ["DELETE", `${BINDINGS_PATH}/:roleId`, "Delete the binding of a role", remove],
]);

/** The binding that the path names: its resource set, its role and its members. @throws E0000007 */
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
    throw invalidField("role", `'${input.role}' is not a custom role of this org`);
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
