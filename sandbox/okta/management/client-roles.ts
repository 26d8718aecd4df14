import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ClientRole } from "../admin-entities.ts";
import type { App } from "../entities.ts";
import { invalidField, notFound, OktaError } from "../errors.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { parseBody } from "../http/body.ts";
import { type Call, routes } from "../http/route.ts";
import { findApp, newObject, type Org } from "../org.ts";
import { STANDARD_ROLE_TYPES, STANDARD_ROLES } from "../rights/standard-roles.ts";
import { byIdOrLabel, entryOf } from "./find.ts";
import { ROLES_ACCESS } from "./iam/access.ts";
import { link } from "./links.ts";

const PATH = "/oauth2/v1/clients/:clientId/roles";
const ROLE_PATH = `${PATH}/:roleAssignmentId`;

const assignmentSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("CUSTOM"),
    role: z.string().min(1),
    "resource-set": z.string().min(1),
  }),
  z.strictObject({ type: z.enum(STANDARD_ROLE_TYPES) }),
]);

const answers = answersWith(roleDocument);

/** Admin roles of a client: what it may do with the API scopes it is granted. */
export const clientRoleRoutes = routes(ROLES_ACCESS, [
  ["GET", PATH, "List the admin roles of a client", answers.all(rolesOf)],
  ["POST", PATH, "Assign a client an admin role", answers.one(create, 201)],
  ["GET", ROLE_PATH, "Read one admin role of a client", answers.one(roleOf)],
  ["DELETE", ROLE_PATH, "Take an admin role from a client", noContent(remove)],
]);

function clientOf({ org, params }: Call): App {
  const { clientId = "" } = params;
  const app = findApp(org, clientId);
  if (!app) throw notFound(clientId, "PublicClientApp");
  return app;
}

function rolesOf(call: Call): ClientRole[] {
  const { clientId } = clientOf(call);
  return [...call.org.clientRoles.values()].filter((role) => role.clientId === clientId);
}

function roleOf(call: Call): ClientRole {
  return entryOf(rolesOf(call), call.params.roleAssignmentId, "RoleAssignment");
}

function create(call: Call): ClientRole {
  const { org } = call;
  const { clientId } = clientOf(call);
  const input = parseBody(assignmentSchema, call.body);
  const kind =
    input.type === "CUSTOM"
      ? customRole(org, input.role, input["resource-set"])
      : { type: input.type, label: STANDARD_ROLES[input.type].label };
  const taken = rolesOf(call).some(
    ({ type, custom }) => type === kind.type && isDeepStrictEqual(custom, kind.custom),
  );
  if (taken) {
    throw new OktaError(409, "E0000090", "The role specified is already assigned to the user.");
  }
  const role: ClientRole = { ...newObject(org, "clientRole"), clientId, ...kind };
  org.clientRoles.set(role.id, role);
  return role;
}

function remove(call: Call): void {
  call.org.clientRoles.delete(roleOf(call).id);
}

function customRole(
  org: Org,
  roleName: string,
  setName: string,
): Pick<ClientRole, "type" | "label" | "custom"> {
  const role = byIdOrLabel(org.adminRoles.values(), roleName);
  if (!role) throw invalidField("role", `'${roleName}' is not a custom role of this org`);
  const set = byIdOrLabel(org.resourceSets.values(), setName);
  if (!set) {
    throw invalidField("resource-set", `'${setName}' is not a resource set of this org`);
  }
  return { type: "CUSTOM", label: role.label, custom: { role: role.id, resourceSet: set.id } };
}

function roleDocument({ org }: Call, { custom, clientId, ...role }: ClientRole) {
  return {
    ...role,
    status: "ACTIVE",
    assignmentType: "CLIENT",
    ...(custom ? { role: custom.role, "resource-set": custom.resourceSet } : {}),
    _links: { assignee: link(org, `/oauth2/v1/clients/${clientId}`) },
  };
}
