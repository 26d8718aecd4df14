import type { Reference } from "../../admin-entities.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { additionsSchema } from "../../schemas/administration.ts";
import { entryOf } from "../find.ts";
import { ROLES_ACCESS } from "./access.ts";
import { BINDING_PATH, bindingOf, linksOf } from "./bindings.ts";
import { newReferences } from "./references.ts";

const PATH = `${BINDING_PATH}/members`;
const MEMBER_PATH = `${PATH}/:memberId`;

const answers = answersWith((_call, member: Reference) => memberDocument(member));

/** Members of a binding: who has its role over its resource set. */
export const memberRoutes = routes(ROLES_ACCESS, [
  ["GET", PATH, "List the members of a binding", list],
  ["PATCH", PATH, "Add members to a binding", add],
  ["GET", MEMBER_PATH, "Read a member of a binding", answers.one(memberOf)],
  ["DELETE", MEMBER_PATH, "Remove a member; the last one ends the binding", noContent(remove)],
]);

function memberOf(call: Call): Reference {
  const { members } = bindingOf(call).binding;
  return entryOf(members, call.params.memberId, "ResourceSetBindingMember");
}

function list(call: Call) {
  const { roleId, binding } = bindingOf(call);
  const { items, next } = page(call, binding.members);
  return {
    status: 200,
    body: {
      members: items.map(memberDocument),
      _links: { ...linksOf(call, roleId), ...(next ? { next: { href: next } } : {}) },
    },
  };
}

function add(call: Call) {
  const { roleId, binding } = bindingOf(call);
  const { additions } = parseBody(additionsSchema, call.body);
  binding.members.push(...newReferences(call.org, "members", binding.members, additions));
  return { status: 200, body: { _links: linksOf(call, roleId) } };
}

function remove(call: Call): void {
  const { set, roleId, binding } = bindingOf(call);
  binding.members.splice(binding.members.indexOf(memberOf(call)), 1);
  if (binding.members.length === 0) set.bindings.delete(roleId);
}

function memberDocument({ id, reference, created }: Reference) {
  return { id, created, lastUpdated: created, _links: { self: { href: reference } } };
}
