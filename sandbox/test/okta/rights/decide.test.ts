import { expect, test } from "vitest";
import {
  type Demand,
  meets,
  type Resource,
  type Right,
  unmet,
} from "../../../okta/rights/decide.ts";
import { standardRight } from "../../../okta/rights/held.ts";
import { withIncluded } from "../../../okta/rights/permissions.ts";
import type { StandardRoleType } from "../../../okta/rights/standard-roles.ts";

function custom(permissions: string[], ...resources: Resource[]): Right {
  return { permissions: withIncluded(permissions), resources };
}

const app = (id?: string): Demand => ({
  permission: "okta.apps.manage",
  target: { kind: "apps", id },
});

test.each<[string, Resource, Demand, boolean]>([
  ["an app of the set", { kind: "apps", id: "0oa1" }, app("0oa1"), true],
  ["another app", { kind: "apps", id: "0oa1" }, app("0oa2"), false],
  ["any app, by the collection", { kind: "apps" }, app("0oa2"), true],
  ["all apps, by the collection", { kind: "apps" }, app(), true],
  ["all apps, by one of them", { kind: "apps", id: "0oa1" }, app(), false],
  ["an app whose id is a group's", { kind: "groups", id: "0oa1" }, app("0oa1"), false],
  ["an app, by the collection of groups", { kind: "groups" }, app("0oa1"), false],
])("%s", (_what, resource, demand, allowed) => {
  expect(meets([custom(["okta.apps.manage"], resource)], demand)).toBe(allowed);
});

test.each<[string, Resource, string[], boolean]>([
  ["in the group", { kind: "users", membersOf: "00g1" }, ["00g0", "00g1"], true],
  ["in another group", { kind: "users", membersOf: "00g1" }, ["00g2"], false],
  ["in no group", { kind: "users", membersOf: "00g1" }, [], false],
  ["in the group, which is in the set itself", { kind: "groups", id: "00g1" }, ["00g1"], false],
  ["anywhere, by the collection", { kind: "users" }, [], true],
])("a user %s", (_what, resource, groups, allowed) => {
  const target = { kind: "users", id: "00u1", groups } as const;
  const demand = { permission: "okta.users.read", target };
  expect(meets([custom(["okta.users.read"], resource)], demand)).toBe(allowed);
  const everyone = { permission: "okta.users.read", target: { kind: "users" } } as const;
  expect(meets([custom(["okta.users.read"], resource)], everyone)).toBe(
    resource.membersOf === undefined && resource.kind === "users",
  );
});

test("permission and object come from one role, not from two", () => {
  const rights = [
    custom(["okta.apps.manage"], { kind: "apps", id: "0oa1" }),
    custom(["okta.apps.read"], { kind: "apps" }),
  ];
  expect(meets(rights, app("0oa1"))).toBe(true);
  expect(meets(rights, app("0oa2"))).toBe(false);
});

test("each demand may be met by another role; the first unmet one is told", () => {
  const both = [app("0oa1"), { permission: "okta.groups.read" }];
  const right = custom(["okta.apps.manage"], { kind: "apps" });
  expect(unmet([right], both)).toBe(both[1]);
  expect(unmet([right, custom(["okta.groups.read"], { kind: "groups" })], both)).toBeUndefined();
});

test.each([
  ["okta.apps.manage", "okta.apps.read", true],
  ["okta.apps.manage", "okta.apps.assignment.manage", true],
  ["okta.apps.manage", "okta.apps.clientCredentials.read", false],
  ["okta.apps.read", "okta.apps.manage", false],
  ["okta.apps.assignment.manage", "okta.apps.read", false],
  ["okta.groups.manage", "okta.groups.create", true],
  ["okta.groups.manage", "okta.groups.members.manage", true],
  ["okta.groups.manage", "okta.groups.appAssignment.manage", true],
  ["okta.groups.create", "okta.groups.manage", false],
  ["okta.authzServers.manage", "okta.authzServers.read", true],
  ["okta.users.manage", "okta.users.lifecycle.manage", true],
  ["okta.users.userprofile.manage", "okta.users.credentials.manage", false],
])("%s, asked for %s: %s", (has, permission, allowed) => {
  expect(meets([custom([has], { kind: "apps" })], { permission })).toBe(allowed);
});

const READ = "okta.apps.read";
const SECRETS = "okta.apps.clientCredentials.read";
const SERVERS = "okta.authzServers.manage";
test.each<[StandardRoleType, string[], string[]]>([
  ["SUPER_ADMIN", [READ, SECRETS, SERVERS, "okta.groups.manage", "okta.users.manage"], []],
  ["ORG_ADMIN", [READ, SECRETS, SERVERS, "okta.groups.manage", "okta.users.manage"], []],
  [
    "APP_ADMIN",
    ["okta.apps.manage", SECRETS, "okta.groups.appAssignment.manage", "okta.users.read"],
    [SERVERS, "okta.authzServers.read", "okta.groups.create", "okta.iam.read"],
  ],
  [
    "API_ACCESS_MANAGEMENT_ADMIN",
    [SERVERS, "okta.apps.manage", SECRETS, "okta.groups.read"],
    ["okta.groups.appAssignment.manage", "okta.users.create", "okta.iam.read"],
  ],
  [
    "READ_ONLY_ADMIN",
    [READ, SECRETS, "okta.authzServers.read", "okta.iam.read", "okta.policies.read"],
    ["okta.apps.manage", "okta.apps.assignment.manage", SERVERS, "okta.groups.create"],
  ],
  ["HELP_DESK_ADMIN", ["okta.users.lifecycle.manage"], [READ, "okta.groups.members.manage"]],
])("%s", (type, allowed, refused) => {
  const may = (permission: string) => meets([standardRight(type)], { permission });
  expect(allowed.filter((permission) => !may(permission))).toEqual([]);
  expect(refused.filter(may)).toEqual([]);
});

test("what takes a standard role is not for a custom one, whatever its permissions", () => {
  const demand = { roles: ["SUPER_ADMIN"] };
  const right = custom(["okta.apps.manage", "okta.iam.read", "SUPER_ADMIN"], { kind: "apps" });
  expect(meets([right], demand)).toBe(false);
  expect(meets([standardRight("ORG_ADMIN")], demand)).toBe(false);
  expect(meets([standardRight("SUPER_ADMIN")], demand)).toBe(true);
});

test("a caller with all rights meets everything, one without roles nothing", () => {
  expect(unmet("all", [app(), { roles: ["SUPER_ADMIN"] }])).toBeUndefined();
  expect(unmet([], [{ permission: "okta.apps.read" }])).toEqual({ permission: "okta.apps.read" });
});
