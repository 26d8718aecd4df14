import { membersOf } from "../directory.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { type Call, routes } from "../http/route.ts";
import type { User } from "../people-entities.ts";
import { onGroup } from "../rights/needs.ts";
import { groupOf } from "./groups.ts";
import { userDocument } from "./users/document.ts";
import { userOf } from "./users/routes.ts";
import { changeMembers, everybodyIsFixed } from "./users/store.ts";

const PATH = "/api/v1/groups/:groupId/users";

const answers = answersWith(userDocument);

const ACCESS = {
  scope: "okta.groups",
  read: [onGroup("okta.groups.read")],
  write: [onGroup("okta.groups.members.manage")],
};

/** Users of a group. */
export const groupMemberRoutes = routes(ACCESS, [
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
    noContent((call) => change(call, (members, { id }) => members.add(id))),
  ],
  [
    "DELETE",
    `${PATH}/:userId`,
    "Take a user from a group",
    noContent((call) => change(call, (members, { id }) => members.delete(id))),
  ],
]);

function change(call: Call, act: (members: Set<string>, user: User) => unknown): void {
  const group = groupOf(call);
  const user = userOf(call);
  if (group.type === "BUILT_IN") throw everybodyIsFixed();
  changeMembers(call.org, group.id, (members) => act(members, user));
}
