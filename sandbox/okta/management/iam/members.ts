import { z } from "zod";
import type { BindingMember } from "../../admin-entities.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { entryOf } from "../find.ts";
import { BINDINGS_PATH, bindingOf, linksOf } from "./bindings.ts";
import { newMembers } from "./references.ts";

const PATH = `${BINDINGS_PATH}/:roleId/members`;

const additionsSchema = z.strictObject({ additions: z.array(z.string().min(1)).min(1) });

/** Members of a binding: who has its role over its resource set. */
export const memberRoutes = routes("okta.roles", [
  ["GET", PATH, "List the members of a binding", listMembers],
  ["PATCH", PATH, "Add members to a binding", addMembers],
  ["GET", `${PATH}/:memberId`, "Read a member of a binding", readMember],
  ["DELETE", `${PATH}/:memberId`, "Remove a member; the last one ends the binding", removeMember],
]);

function listMembers(call: Call) {
  const { set, roleId, binding } = bindingOf(call);
  const { items, next } = page(call, binding.members, ({ id }) => id);
  return {
    status: 200,
    body: {
      members: items.map(memberDocument),
      _links: { ...linksOf(call, set, roleId), ...(next ? { next: { href: next } } : {}) },
    },
  };
}

function addMembers(call: Call) {
  const { set, roleId, binding } = bindingOf(call);
  const { additions } = parseBody(additionsSchema, call.body);
  binding.members.push(...newMembers(call.org, binding.members, additions));
  return { status: 200, body: { _links: linksOf(call, set, roleId) } };
}

function readMember(call: Call) {
  const { binding } = bindingOf(call);
  const member = entryOf(binding.members, call.params.memberId, "ResourceSetBindingMember");
  return { status: 200, body: memberDocument(member) };
}

function removeMember(call: Call) {
  const { set, roleId, binding } = bindingOf(call);
  const member = entryOf(binding.members, call.params.memberId, "ResourceSetBindingMember");
  binding.members.splice(binding.members.indexOf(member), 1);
  if (binding.members.length === 0) set.bindings.delete(roleId);
  return { status: 204 };
}

function memberDocument({ id, reference, created }: BindingMember) {
  return { id, created, lastUpdated: created, _links: { self: { href: reference } } };
}
