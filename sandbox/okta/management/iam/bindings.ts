import { alreadyExists, invalidField, notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { bindingSchema } from "../../schemas/administration.ts";
import { byIdOrLabel } from "../find.ts";
import { link } from "../links.ts";
import { ROLES_ACCESS } from "./access.ts";
import { newReferences } from "./references.ts";
import { RESOURCE_SET_PATH, resourceSetOf, setPath } from "./resource-sets.ts";
import { roleOf } from "./roles.ts";

const PATH = `${RESOURCE_SET_PATH}/bindings`;
/** Where the binding of a role lives. */
export const BINDING_PATH = `${PATH}/:roleId`;

const answers = answersWith((call: Call, roleId: string) => ({
  id: roleId,
  _links: linksOf(call, roleId),
}));

/** Bindings of a resource set: who has which custom role over it. */
export const bindingRoutes = routes(ROLES_ACCESS, [
  ["GET", PATH, "List the bindings of a resource set", list],
  ["POST", PATH, "Bind a role to members", answers.one(create)],
  [
    "GET",
    BINDING_PATH,
    "Read the binding of a role",
    answers.one((call) => bindingOf(call).roleId),
  ],
  ["DELETE", BINDING_PATH, "Delete the binding of a role", noContent(remove)],
]);

/** The binding that the path names: its resource set, its role and its members. @throws E0000007 */
export function bindingOf(call: Call) {
  const set = resourceSetOf(call);
  const { id: roleId } = roleOf(call);
  const binding = set.bindings.get(roleId);
  if (!binding) throw notFound(roleId, "ResourceSetBinding");
  return { set, roleId, binding };
}

function list(call: Call) {
  const { bindings } = resourceSetOf(call);
  const roles = [...bindings.keys()].map((id) => ({ id, _links: linksOf(call, id) }));
  return { status: 200, body: { roles, _links: setLink(call) } };
}

function create(call: Call): string {
  const { bindings } = resourceSetOf(call);
  const input = parseBody(bindingSchema, call.body);
  const role = byIdOrLabel(call.org.adminRoles.values(), input.role);
  if (!role) {
    throw invalidField("role", `'${input.role}' is not a custom role of this org`);
  }
  if (bindings.has(role.id)) throw alreadyExists("role", "this resource set");
  const members = newReferences(call.org, "members", [], input.members);
  bindings.set(role.id, { id: makeId("binding"), members });
  return role.id;
}

function remove(call: Call): void {
  const { set, roleId } = bindingOf(call);
  set.bindings.delete(roleId);
}

function setLink(call: Call) {
  return { "resource-set": link(call.org, setPath(resourceSetOf(call))) };
}

/** Links of the binding of this role in the resource set that the path names. */
export function linksOf(call: Call, roleId: string) {
  const bindings = `${setPath(resourceSetOf(call))}/bindings`;
  return {
    self: link(call.org, `${bindings}/${roleId}`),
    members: link(call.org, `${bindings}/${roleId}/members`),
    bindings: link(call.org, bindings),
    ...setLink(call),
  };
}
