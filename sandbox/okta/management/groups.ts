import type { Group } from "../admin-entities.ts";
import { forbidden } from "../errors.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { parseBody } from "../http/body.ts";
import { type Call, routes } from "../http/route.ts";
import { newObject, timestamp } from "../org.ts";
import { anywhere, onAll, onGroup } from "../rights/needs.ts";
import { groupSchema } from "../schemas/administration.ts";
import { entryOf, refuseTaken, visible } from "./find.ts";
import { link } from "./links.ts";
import { filterOf, searchOf } from "./search.ts";

const PATH = "/api/v1/groups";
const GROUP_PATH = `${PATH}/:groupId`;

const answers = answersWith(groupDocument);

const ACCESS = {
  scope: "okta.groups",
  read: [onGroup("okta.groups.read")],
  write: [onGroup("okta.groups.manage")],
};
const list = [anywhere("okta.groups.read")];

/** Groups of the org. Their profiles may have custom attributes beside name and description. */
export const groupRoutes = routes(ACCESS, [
  [
    "GET",
    PATH,
    "List groups (`q`, `filter`, `limit`, `after`)",
    answers.page(search, { default: 200, max: 10_000 }),
    list,
  ],
  ["POST", PATH, "Create a group", answers.one(create), [onAll("okta.groups.create", "groups")]],
  ["GET", `${PATH}/rules`, "List group rules (there are none)", answers.page(() => []), list],
  ["GET", GROUP_PATH, "Read a group", answers.one(groupOf)],
  ["PUT", GROUP_PATH, "Replace a group", answers.one(replace)],
  ["DELETE", GROUP_PATH, "Delete a group", noContent(remove)],
]);

/** The group that the path names. @throws E0000007 when there is none */
export function groupOf({ org, params }: Call): Group {
  return entryOf(org.groups.values(), params.groupId, "UserGroup");
}

function search(call: Call): Group[] {
  const { org, query } = call;
  const seen = visible(call, "okta.groups.read", "groups");
  const named = searchOf(query, "startsWith");
  const wanted = filterOf(query, ["id", "type"]);
  return [...org.groups.values()]
    .filter(seen)
    .filter(({ id, type, profile }) => named(profile.name) && wanted({ id, type }));
}

function create(call: Call): Group {
  const { profile } = parseBody(groupSchema, call.body);
  refuseTaken(profilesOf(call), "name", profile.name);
  const group: Group = { ...newObject(call.org, "group"), type: "OKTA_GROUP", profile };
  call.org.groups.set(group.id, group);
  return group;
}

function replace(call: Call): Group {
  const group = groupOf(call);
  if (group.type === "BUILT_IN") throw forbidden("A built-in group cannot be changed.");
  const { profile } = parseBody(groupSchema, call.body);
  refuseTaken(profilesOf(call), "name", profile.name, group.profile);
  return Object.assign(group, { profile, lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  const group = groupOf(call);
  if (group.type === "BUILT_IN") throw forbidden("A built-in group cannot be deleted.");
  call.org.groups.delete(group.id);
  call.org.members.delete(group.id);
  for (const assignments of call.org.groupAssignments.values()) assignments.delete(group.id);
}

function profilesOf({ org }: Call): Group["profile"][] {
  return [...org.groups.values()].map(({ profile }) => profile);
}

/** A group as Okta shows it. */
export function groupDocument({ org }: Call, group: Group) {
  const { id, created, lastUpdated, lastMembershipUpdated = created, type, profile } = group;
  const self = `${PATH}/${id}`;
  return {
    id,
    created,
    lastUpdated,
    lastMembershipUpdated,
    objectClass: ["okta:user_group"],
    type,
    profile,
    _links: {
      logo: [{ name: "medium", href: `${org.url}/assets/img/logos/groups.png`, type: "image/png" }],
      users: link(org, `${self}/users`),
      apps: link(org, `${self}/apps`),
    },
  };
}
