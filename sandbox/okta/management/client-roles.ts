import { z } from "zod";
import type { ClientRole } from "../admin-entities.ts";
import type { App } from "../entities.ts";
import { invalidField, notFound, OktaError } from "../errors.ts";
import { parseBody } from "../http/body.ts";
import { type Call, routes } from "../http/route.ts";
import { makeId } from "../ids.ts";
import { findApp, type Org, timestamp } from "../org.ts";
import { link } from "./links.ts";

const PATH = "/oauth2/v1/clients/:clientId/roles";

/** Okta's standard admin roles and the names they are shown under. */
const STANDARD_ROLES = {
  SUPER_ADMIN: "Super Organization Administrator",
  ORG_ADMIN: "Organization Administrator",
  APP_ADMIN: "Application Administrator",
  API_ACCESS_MANAGEMENT_ADMIN: "API Access Management Administrator",
  USER_ADMIN: "Group Administrator",
  GROUP_MEMBERSHIP_ADMIN: "Group Membership Administrator",
  HELP_DESK_ADMIN: "Help Desk Administrator",
  MOBILE_ADMIN: "Mobile Administrator",
  READ_ONLY_ADMIN: "Read-only Administrator",
  REPORT_ADMIN: "Report Administrator",
} as const;

const assignmentSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("CUSTOM"),
    role: z.string().min(1),
    "resource-set": z.string().min(1),
  }),
  z.strictObject({ type: z.enum(Object.keys(STANDARD_ROLES) as (keyof typeof STANDARD_ROLES)[]) }),
]);

/** Admin roles of a client: what it may do with the API scopes it is granted. */
export const clientRoleRoutes = routes("okta.roles", [
  ["GET", PATH, "List the admin roles of a client", list],
  ["POST", PATH, "Assign a client an admin role", create],
  ["GET", `${PATH}/:roleAssignmentId`, "Read one admin role of a client", read],
  ["DELETE", `${PATH}/:roleAssignmentId`, "Take an admin role from a client", remove],
]);

function clientOf({ org, params }: Call): App {
  const { clientId = "" } = params;
  const app = findApp(org, clientId);
  if (!app) throw notFound(clientId, "PublicClientApp");
  return app;
}

function rolesOf(org: Org, { clientId }: App): ClientRole[] {
  return [...org.clientRoles.values()].filter((role) => role.clientId === clientId);
}

function list(call: Call) {
  const roles = rolesOf(call.org, clientOf(call));
  return { status: 200, body: roles.map((role) => roleDocument(call, role)) };
}

function create(call: Call) {
  const { org } = call;
  const app = clientOf(call);
  const input = parseBody(assignmentSchema, call.body);
  const kind =
    input.type === "CUSTOM"
      ? customRole(org, input.role, input["resource-set"])
      : standardRole(input.type);
  const taken = rolesOf(org, app).some(
    ({ type, custom }) =>
      type === kind.type &&
      custom?.role === kind.custom?.role &&
      custom?.resourceSet === kind.custom?.resourceSet,
  );
  if (taken) {
    throw new OktaError(409, "E0000090", "The role specified is already assigned to the user.");
  }
  const now = timestamp(org);
  const role: ClientRole = {
    id: makeId("clientRole"),
    clientId: app.clientId,
    created: now,
    lastUpdated: now,
    ...kind,
  };
  org.clientRoles.set(role.id, role);
  return { status: 201, body: roleDocument(call, role) };
}

function read(call: Call) {
  return { status: 200, body: roleDocument(call, roleIn(call)) };
}

function remove(call: Call) {
  call.org.clientRoles.delete(roleIn(call).id);
  return { status: 204 };
}

function roleIn(call: Call): ClientRole {
  const { roleAssignmentId = "" } = call.params;
  const role = rolesOf(call.org, clientOf(call)).find(({ id }) => id === roleAssignmentId);
  if (!role) throw notFound(roleAssignmentId, "RoleAssignment");
  return role;
}

type Kind = Pick<ClientRole, "type" | "label" | "custom">;

function standardRole(type: keyof typeof STANDARD_ROLES): Kind {
  return { type, label: STANDARD_ROLES[type] };
}

function customRole(org: Org, roleName: string, setName: string): Kind {
  const role = [...org.adminRoles.values()].find(({ id, label }) => [id, label].includes(roleName));
  if (!role) throw invalidField("role", `'${roleName}' is not a custom role of this org`);
  const set = [...org.resourceSets.values()].find(({ id, label }) => [id, label].includes(setName));
  if (!set) {
    throw invalidField("resource-set", `'${setName}' is not a resource set of this org`);
  }
  return { type: "CUSTOM", label: role.label, custom: { role: role.id, resourceSet: set.id } };
}

function roleDocument({ org }: Call, role: ClientRole) {
  return {
    id: role.id,
    label: role.label,
    type: role.type,
    status: "ACTIVE",
    created: role.created,
    lastUpdated: role.lastUpdated,
    assignmentType: "CLIENT",
    ...(role.custom ? { role: role.custom.role, "resource-set": role.custom.resourceSet } : {}),
    _links: { assignee: link(org, `/oauth2/v1/clients/${role.clientId}`) },
  };
}
