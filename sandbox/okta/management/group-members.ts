import type { Group } from "../admin-entities.ts";
import { membersOf } from "../directory.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { type Call, routes } from "../http/route.ts";
import { groupOf } from "./groups.ts";
import { userDocument } from "./users/document.ts";
import { userOf } from "./users/routes.ts";
import { everybodyIsFixed, memberIds } from "./users/store.ts";

const PATH = "/api/v1/groups/:groupId/users";

const answers = answersWith(userDocument);

/** Users of a group. */
export const groupMemberRoutes = routes("okta.groups", [
  [
    "GET",
    PATH,
    "List the users of a group",
    answers.page((call) => membersOf(call.org, groupOf(call))),
  ],
  [
    "PUT",
    `${PATH}/:userId`,
    "Add a user to a group",
    noContent((call) => idsOf(call).add(userOf(call).id)),
  ],
  [
    "DELETE",
    `${PATH}/:userId`,
    "Take a user from a group",
    noContent((call) => idsOf(call).delete(userOf(call).id)),
  ],
]);

function idsOf(call: Call): Set<string> {
  const group: Group = groupOf(call);
  if (group.type === "BUILT_IN") throw everybodyIsFixed();
  return memberIds(call.org, group.id);
}
