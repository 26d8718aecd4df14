import { z } from "zod";
import type { GroupAssignment } from "../../admin-entities.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { appOf, lookUp } from "../find.ts";
import { groupOf } from "../groups.ts";
import { link } from "../links.ts";

const PATH = "/api/v1/apps/:appId/groups";

const assignmentSchema = resource({
  priority: z.int().min(0).max(100).optional(),
  profile: z.record(z.string(), z.unknown()).optional(),
});

/** Groups that an app is assigned to. */
export const groupAssignmentRoutes = routes("okta.apps", [
  ["GET", PATH, "List the groups of an app", list],
  ["GET", `${PATH}/:groupId`, "Read one group of an app", read],
  ["PUT", `${PATH}/:groupId`, "Assign an app to a group", assign],
  ["DELETE", `${PATH}/:groupId`, "Take an app from a group", remove],
]);

function assignmentsOf(call: Call): Map<string, GroupAssignment> {
  const { id } = appOf(call);
  const known = call.org.groupAssignments.get(id);
  if (known) return known;
  const fresh = new Map<string, GroupAssignment>();
  call.org.groupAssignments.set(id, fresh);
  return fresh;
}

function list(call: Call) {
  const all = [...assignmentsOf(call).values()];
  const { items, headers } = page(call, all, ({ groupId }) => groupId);
  return { status: 200, headers, body: items.map((item) => assignmentDocument(call, item)) };
}

function read(call: Call) {
  const found = lookUp(assignmentsOf(call), call.params.groupId, "ApplicationGroupAssignment");
  return { status: 200, body: assignmentDocument(call, found) };
}

function assign(call: Call) {
  const assignments = assignmentsOf(call);
  const group = groupOf(call);
  const input = parseBody(assignmentSchema, call.body ?? {});
  const assignment: GroupAssignment = {
    groupId: group.id,
    priority: input.priority ?? assignments.get(group.id)?.priority ?? assignments.size,
    profile: input.profile ?? {},
    lastUpdated: timestamp(call.org),
  };
  assignments.set(group.id, assignment);
  return { status: 200, body: assignmentDocument(call, assignment) };
}

function remove(call: Call) {
  const assignments = assignmentsOf(call);
  lookUp(assignments, call.params.groupId, "ApplicationGroupAssignment");
  assignments.delete(call.params.groupId ?? "");
  return { status: 204 };
}

function assignmentDocument({ org, params }: Call, item: GroupAssignment) {
  const app = `/api/v1/apps/${params.appId}`;
  return {
    id: item.groupId,
    lastUpdated: item.lastUpdated,
    priority: item.priority,
    profile: item.profile,
    _links: {
      app: link(org, app),
      self: link(org, `${app}/groups/${item.groupId}`),
      group: link(org, `/api/v1/groups/${item.groupId}`),
    },
  };
}
