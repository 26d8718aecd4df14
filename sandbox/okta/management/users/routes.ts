import { findUser, groupsOf } from "../../directory.ts";
import { notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { type Call, type Row, routes } from "../../http/route.ts";
import type { User } from "../../people-entities.ts";
import { anywhere, onAll, onUser, userTarget } from "../../rights/needs.ts";
import { visible } from "../find.ts";
import { groupDocument } from "../groups.ts";
import { filterOf } from "../search.ts";
import { USERS, userDocument } from "./document.ts";
import { readMe } from "./me.ts";
import { changeUser, createUser, removeUser, replaceUser } from "./store.ts";
import { TRANSITIONS, transit } from "./transitions.ts";

const USER = `${USERS}/:userId`;

const answers = answersWith(userDocument);
const groups = answersWith(groupDocument);
const empty = answersWith(() => ({}));

const ACCESS = {
  scope: "okta.users",
  read: [onUser("okta.users.read")],
  write: [onUser("okta.users.userprofile.manage")],
};
const seeSome = [anywhere("okta.users.read")];
const move = [onUser("okta.users.lifecycle.manage")];

const lifecycle: Row[] = Object.entries(TRANSITIONS).map(([verb, { summary }]) => [
  "POST",
  `${USER}/lifecycle/${verb}`,
  summary,
  empty.one((call) => {
    transit(call.org, userOf(call), verb);
    return {};
  }),
  move,
]);

/** People of the org. A user is named by id or by login. */
export const userRoutes = routes(ACCESS, [
  ["GET", `${USERS}/me`, "Read the person behind the credential", answers.one(readMe), seeSome],
  [
    "GET",
    USERS,
    "List users (`q`, `filter`, `search`, `limit`, `after`), by default those not deactivated",
    answers.page(search),
    seeSome,
  ],
  [
    "POST",
    USERS,
    "Create a user, with or without password (`activate`)",
    answers.one(createUser),
    [onAll("okta.users.create", "users")],
  ],
  ["GET", USER, "Read a user by id or login", answers.one(userOf)],
  ["PUT", USER, "Replace a user's profile", answers.one((call) => replaceUser(call, userOf(call)))],
  ["POST", USER, "Change a user", answers.one((call) => changeUser(call, userOf(call)))],
  ["DELETE", USER, "Deactivate a user, or delete a deactivated one", noContent(remove), move],
  ["GET", `${USER}/groups`, "List the groups of a user", groups.page(groupsOfUser)],
  ...lifecycle,
]);

/** The user that the path names. @throws E0000007 when there is none */
export function userOf({ org, params }: Call): User {
  const id = params.userId ?? "";
  const user = findUser(org, id);
  if (!user) throw notFound(id, "User");
  return user;
}

function groupsOfUser(call: Call) {
  return groupsOf(call.org, userOf(call));
}

const FIELDS = ["id", "status", "profile.login", "profile.email"] as const;
const NAMES = ["profile.firstName", "profile.lastName"] as const;

function search(call: Call): User[] {
  const { org, query } = call;
  const seen = visible(call, "okta.users.read", ({ id }) => userTarget(org, id));
  const q = query.get("q")?.toLowerCase() ?? "";
  const fields = [...FIELDS, ...NAMES];
  const wanted = filterOf(query, fields);
  const found = filterOf(query, fields, "search");
  const all = !query.has("filter") && !query.has("search");
  return [...org.users.values()].filter(seen).filter((user) => {
    const { login, email, firstName, lastName } = user.profile;
    const item = {
      ...{ id: user.id, status: user.status, "profile.login": login, "profile.email": email },
      ...{ "profile.firstName": firstName, "profile.lastName": lastName },
    };
    const named = [firstName, lastName, email].some((text) => text.toLowerCase().startsWith(q));
    return named && wanted(item) && found(item) && !(all && user.status === "DEPROVISIONED");
  });
}

function remove(call: Call): void {
  const user = userOf(call);
  if (user.status === "DEPROVISIONED") removeUser(call.org, user);
  else transit(call.org, user, "deactivate");
}
