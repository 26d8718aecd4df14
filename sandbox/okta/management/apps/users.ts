import { appUserOf, findUser, userNameFor, usersOf } from "../../directory.ts";
import { invalidField, notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { requireRights } from "../../http/caller.ts";
import { type Call, routes } from "../../http/route.ts";
import { newObject, timestamp } from "../../org.ts";
import type { AppUser } from "../../people-entities.ts";
import { anywhere, onApp, onUser, userTarget } from "../../rights/needs.ts";
import { appUserSchema, assigneeSchema } from "../../schemas/people.ts";
import { appOf } from "../find.ts";
import { link } from "../links.ts";

const PATH = "/api/v1/apps/:appId/users";
const USER_PATH = `${PATH}/:userId`;

const answers = answersWith(appUserDocument);

const ASSIGN_USER = "okta.users.appAssignment.manage";
const assignApp = onApp("okta.apps.assignment.manage");
const ACCESS = {
  scope: "okta.apps",
  read: [onApp("okta.apps.read")],
  write: [assignApp, onUser(ASSIGN_USER)],
};

/** Users of an app: those assigned by name, and those in its groups. */
export const appUserRoutes = routes(ACCESS, [
  ["GET", PATH, "List the users of an app", answers.page((call) => usersOf(call.org, appOf(call)))],
  [
    "POST",
    PATH,
    "Assign a user to an app",
    answers.one(assign),
    [assignApp, anywhere(ASSIGN_USER)],
  ],
  ["GET", USER_PATH, "Read one user of an app", answers.one(appUser)],
  ["POST", USER_PATH, "Change what an app knows of a user", answers.one(change)],
  ["DELETE", USER_PATH, "Take an app from a user", noContent(remove)],
]);

function assignedTo({ org }: Call, appId: string): Map<string, AppUser> {
  const known = org.appUsers.get(appId) ?? new Map<string, AppUser>();
  org.appUsers.set(appId, known);
  return known;
}

function appUser(call: Call): AppUser {
  const { userId = "" } = call.params;
  const user = call.org.users.get(userId);
  const found = user && appUserOf(call.org, appOf(call), user);
  if (!found) throw notFound(userId, "AppUser");
  return found;
}

function assign(call: Call): AppUser {
  const app = appOf(call);
  const { id, ...rest } = parseBody(assigneeSchema, call.body);
  const input = parseBody(appUserSchema, rest);
  requireRights(call.caller, [{ permission: ASSIGN_USER, target: userTarget(call.org, id) }]);
  const user = findUser(call.org, id);
  if (!user) throw notFound(id, "User");
  if (user.status === "DEPROVISIONED") throw invalidField("id", "the user is deactivated");
  const assigned = assignedTo(call, app.id);
  const created: AppUser = {
    ...newObject(call.org, "user"),
    ...assigned.get(user.id),
    id: user.id,
    scope: "USER",
    userName: input.credentials?.userName ?? userNameFor(app, user),
    profile: input.profile ?? {},
  };
  assigned.set(user.id, created);
  return created;
}

function change(call: Call): AppUser {
  const current = appUser(call);
  const input = parseBody(appUserSchema, call.body);
  const changed: AppUser = {
    ...current,
    scope: input.scope ?? current.scope,
    userName: input.credentials?.userName ?? current.userName,
    profile: { ...current.profile, ...input.profile },
    lastUpdated: timestamp(call.org),
  };
  if (changed.scope === "GROUP") {
    throw invalidField(
      "scope",
      "a user who is in a group of the app is changed with the scope USER",
    );
  }
  assignedTo(call, appOf(call).id).set(changed.id, changed);
  return changed;
}

function remove(call: Call): void {
  const { id, scope } = appUser(call);
  if (scope === "GROUP") {
    throw invalidField(
      "scope",
      "the user has the app through a group; take the user or the app from the group",
    );
  }
  assignedTo(call, appOf(call).id).delete(id);
}

function appUserDocument({ org, params }: Call, { userName, profile, ...user }: AppUser) {
  const app = `/api/v1/apps/${params.appId}`;
  return {
    ...user,
    externalId: null,
    status: "ACTIVE",
    statusChanged: user.lastUpdated,
    passwordChanged: null,
    syncState: "DISABLED",
    credentials: { userName },
    profile,
    _links: {
      app: link(org, app),
      user: link(org, `/api/v1/users/${user.id}`),
    },
  };
}
