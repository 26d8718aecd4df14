import type { GroupAssignment } from "../../admin-entities.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { onApp, onGroup } from "../../rights/needs.ts";
import { groupAssignmentSchema } from "../../schemas/administration.ts";
import { appOf, entryOf } from "../find.ts";
import { groupOf } from "../groups.ts";
import { link } from "../links.ts";

const PATH = "/api/v1/apps/:appId/groups";
const ASSIGNMENT_PATH = `${PATH}/:groupId`;

const answers = answersWith(assignmentDocument);

const ACCESS = {
  scope: "okta.apps",
  read: [onApp("okta.apps.read")],
  write: [onApp("okta.apps.assignment.manage"), onGroup("okta.groups.appAssignment.manage")],
};

/** Groups that an app is assigned to. */
export const groupAssignmentRoutes = routes(ACCESS, [
  [
    "GET",
    PATH,
    "List the groups of an app",
    answers.page((call) => [...assignmentsOf(call).values()]),
  ],
  ["GET", ASSIGNMENT_PATH, "Read one group of an app", answers.one(assignmentOf)],
  ["PUT", ASSIGNMENT_PATH, "Assign an app to a group", answers.one(assign)],
  ["DELETE", ASSIGNMENT_PATH, "Take an app from a group", noContent(remove)],
]);

function assignmentsOf(call: Call): Map<string, GroupAssignment> {
  const { id } = appOf(call);
  const known = call.org.groupAssignments.get(id) ?? new Map<string, GroupAssignment>();
  call.org.groupAssignments.set(id, known);
  return known;
}

function assignmentOf(call: Call): GroupAssignment {
  const assignments = assignmentsOf(call).values();
  return entryOf(assignments, call.params.groupId, "ApplicationGroupAssignment");
}

function assign(call: Call): GroupAssignment {
  const assignments = assignmentsOf(call);
  const { id } = groupOf(call);
  const { priority, profile } = parseBody(groupAssignmentSchema, call.body ?? {});
  const assignment: GroupAssignment = {
    id,
    lastUpdated: timestamp(call.org),
    priority: priority ?? assignments.get(id)?.priority ?? assignments.size,
    profile,
  };
  assignments.set(id, assignment);
  return assignment;
}

function remove(call: Call): void {
  assignmentsOf(call).delete(assignmentOf(call).id);
}

function assignmentDocument({ org, params }: Call, assignment: GroupAssignment) {
  const app = `/api/v1/apps/${params.appId}`;
  return {
    ...assignment,
    _links: {
      app: link(org, app),
      self: link(org, `${app}/groups/${assignment.id}`),
      group: link(org, `/api/v1/groups/${assignment.id}`),
    },
  };
}
