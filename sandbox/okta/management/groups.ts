import { z } from "zod";
import type { Group } from "../admin-entities.ts";
import { forbidden } from "../errors.ts";
import { parseBody, resource } from "../http/body.ts";
import { page } from "../http/pagination.ts";
import { type Call, routes } from "../http/route.ts";
import { makeId } from "../ids.ts";
import { timestamp } from "../org.ts";
import { lookUp, refuseTaken } from "./find.ts";
import { link } from "./links.ts";
import { filterOf } from "./search.ts";

const PATH = "/api/v1/groups";

const groupSchema = resource(
  {
    profile: z
      .object({ name: z.string().min(1).max(255), description: z.string().max(1024).nullish() })
      .catchall(z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.null()])),
  },
  ["type", "objectClass", "lastMembershipUpdated"],
);

/** Groups of the org. Their profiles may have custom attributes beside name and description. */
export const groupRoutes = routes("okta.groups", [
  ["GET", PATH, "List groups (`q`, `filter`, `limit`, `after`)", list],
  ["POST", PATH, "Create a group", create],
  ["GET", `${PATH}/rules`, "List group rules (there are none)", listRules],
  ["GET", `${PATH}/:groupId`, "Read a group", read],
  ["PUT", `${PATH}/:groupId`, "Replace a group", replace],
  ["DELETE", `${PATH}/:groupId`, "Delete a group", remove],
]);

function list(call: Call) {
  const q = call.query.get("q")?.toLowerCase() ?? "";
  const wanted = filterOf(call.query, ["id", "type"]);
  const found = [...call.org.groups.values()].filter(
    ({ id, type, profile }) => profile.name.toLowerCase().startsWith(q) && wanted({ id, type }),
  );
  const { items, headers } = page(call, found, ({ id }) => id, { default: 200, max: 10_000 });
  return { status: 200, headers, body: items.map((group) => groupDocument(call, group)) };
}

function listRules(call: Call) {
  const { headers } = page(call, [], () => "");
  return { status: 200, headers, body: [] };
}

function create(call: Call) {
  const { profile } = parseBody(groupSchema, call.body);
  refuseTaken(profilesOf(call), "name", profile.name);
  const now = timestamp(call.org);
  const group: Group = {
    id: makeId("group"),
    type: "OKTA_GROUP",
    created: now,
    lastUpdated: now,
    profile: { ...profile, description: profile.description ?? null },
  };
  call.org.groups.set(group.id, group);
  return { status: 200, body: groupDocument(call, group) };
}

function read(call: Call) {
  return { status: 200, body: groupDocument(call, groupOf(call)) };
}

function replace(call: Call) {
  const group = groupOf(call);
  if (group.type === "BUILT_IN") throw forbidden("A built-in group cannot be changed.");
  const { profile } = parseBody(groupSchema, call.body);
  refuseTaken(profilesOf(call), "name", profile.name, group.profile);
  group.profile = { ...profile, description: profile.description ?? null };
  group.lastUpdated = timestamp(call.org);
  return { status: 200, body: groupDocument(call, group) };
}

function remove(call: Call) {
  const group = groupOf(call);
  if (group.type === "BUILT_IN") throw forbidden("A built-in group cannot be deleted.");
  call.org.groups.delete(group.id);
  for (const assignments of call.org.groupAssignments.values()) assignments.delete(group.id);
  return { status: 204 };
}

/** The group that the path names. @throws E0000007 when there is none */
export function groupOf({ org, params }: Call): Group {
  return lookUp(org.groups, params.groupId, "UserGroup");
}

function profilesOf({ org }: Call): Group["profile"][] {
  return [...org.groups.values()].map(({ profile }) => profile);
}

function groupDocument({ org }: Call, group: Group) {
  const self = `${PATH}/${group.id}`;
  return {
    id: group.id,
    created: group.created,
    lastUpdated: group.lastUpdated,
    lastMembershipUpdated: group.created,
    objectClass: ["okta:user_group"],
    type: group.type,
    profile: group.profile,
    _links: {
      logo: [{ name: "medium", href: `${org.url}/assets/img/logos/groups.png`, type: "image/png" }],
      users: link(org, `${self}/users`),
      apps: link(org, `${self}/apps`),
    },
  };
}
