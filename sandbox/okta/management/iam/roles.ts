import type { AdminRole } from "../../admin-entities.ts";
import { forbidden, notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { newObject, timestamp } from "../../org.ts";
import { roleChangesSchema, roleSchema } from "../../schemas/administration.ts";
import { byIdOrLabel, refuseTaken } from "../find.ts";
import { link } from "../links.ts";
import { ROLES_ACCESS } from "./access.ts";

/** Where custom admin roles live. */
export const ROLES_PATH = "/api/v1/iam/roles";
/** Where one of them lives. */
export const ROLE_PATH = `${ROLES_PATH}/:roleId`;

const answers = answersWith(roleDocument);

/** Custom admin roles, by id or label. */
export const roleRoutes = routes(ROLES_ACCESS, [
  ["GET", ROLES_PATH, "List custom admin roles", list],
  ["POST", ROLES_PATH, "Create a custom admin role", answers.one(create)],
  ["GET", ROLE_PATH, "Read a custom admin role", answers.one(roleOf)],
  ["PUT", ROLE_PATH, "Replace label and description", answers.one(replace)],
  ["DELETE", ROLE_PATH, "Delete a role that nothing uses", noContent(remove)],
]);

/** The custom role that the path names by id or label. @throws E0000007 when there is none */
export function roleOf({ org, params }: Call): AdminRole {
  const role = byIdOrLabel(org.adminRoles.values(), params.roleId);
  if (!role) throw notFound(params.roleId ?? "", "CustomRole");
  return role;
}

function list(call: Call) {
  const { items } = page(call, [...call.org.adminRoles.values()]);
  return { status: 200, body: { roles: items.map((role) => roleDocument(call, role)) } };
}

function create(call: Call): AdminRole {
  const { permissions, ...described } = parseBody(roleSchema, call.body);
  refuseTaken(call.org.adminRoles.values(), "label", described.label);
  const stored = newObject(call.org, "adminRole");
  const role: AdminRole = {
    ...stored,
    ...described,
    permissions: new Map(permissions.map((name) => [name, stored.created])),
  };
  call.org.adminRoles.set(role.id, role);
  return role;
}

function replace(call: Call): AdminRole {
  const role = roleOf(call);
  const described = parseBody(roleChangesSchema, call.body);
  refuseTaken(call.org.adminRoles.values(), "label", described.label, role);
  return Object.assign(role, described, { lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  const { org } = call;
  const role = roleOf(call);
  const bound = [...org.resourceSets.values()].some(({ bindings }) => bindings.has(role.id));
  const assigned = [...org.clientRoles.values()].some(({ custom }) => custom?.role === role.id);
  if (bound || assigned) throw forbidden("A role that is assigned cannot be deleted.");
  org.adminRoles.delete(role.id);
}

function roleDocument({ org }: Call, { permissions: _permissions, ...role }: AdminRole) {
  const self = `${ROLES_PATH}/${role.id}`;
  return {
    ...role,
    _links: { permissions: link(org, `${self}/permissions`), self: link(org, self) },
  };
}
