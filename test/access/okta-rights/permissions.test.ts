import { expect, test } from "vitest";
import {
  granted,
  holds,
  isPermission,
  kindOf,
  onlyReads,
  PERMISSIONS,
  showsSecrets,
} from "../../../access/okta-rights/permissions.ts";
import { RESOURCE_ALLOWED, readResource } from "../../../access/okta-rights/resources.ts";
import {
  carries,
  isApiScope,
  isManageScope,
  readScope,
} from "../../../access/okta-rights/scopes.ts";
import { isStandardRole } from "../../../access/okta-rights/standard-roles.ts";

test("managing apps reads and assigns them, and shows no secrets", () => {
  expect(granted("okta.apps.manage")).toEqual([
    "okta.apps.manage",
    "okta.apps.read",
    "okta.apps.assignment.manage",
  ]);
  expect(holds(["okta.apps.manage"], "okta.apps.read")).toBe(true);
  expect(holds(["okta.apps.manage"], "okta.apps.clientCredentials.read")).toBe(false);
  expect(holds(["okta.apps.read"], "okta.apps.manage")).toBe(false);
});

test("what is included is of the same kind of objects", () => {
  for (const permission of PERMISSIONS) {
    expect(new Set(granted(permission).map(kindOf)), permission).toEqual(
      new Set([kindOf(permission)]),
    );
  }
});

test("permissions are sorted, and known by their exact spelling", () => {
  expect(PERMISSIONS).toEqual(PERMISSIONS.toSorted());
  expect(["okta.apps.read", "okta.Apps.read", "toString"].map(isPermission)).toEqual([
    true,
    false,
    false,
  ]);
});

test("reading the secrets of apps changes nothing, and shows them", () => {
  expect(PERMISSIONS.filter(showsSecrets)).toEqual(["okta.apps.clientCredentials.read"]);
  expect(onlyReads("okta.apps.clientCredentials.read")).toBe(true);
  expect(onlyReads("okta.groups.create")).toBe(false);
});

test("a scope that manages carries the one that reads, and not the other way", () => {
  expect(carries(["okta.apps.manage"], "okta.apps.read")).toBe(true);
  expect(carries(["okta.apps.read"], "okta.apps.manage")).toBe(false);
  expect(carries(["okta.groups.manage"], "okta.apps.read")).toBe(false);
  expect(readScope("okta.appGrants.manage")).toBe("okta.appGrants.read");
  expect(isManageScope("okta.logs.read")).toBe(false);
  expect([isApiScope("okta.apps.manage"), isApiScope("okta.apps")]).toEqual([true, false]);
});

test("standard roles are known by their exact spelling", () => {
  expect(["SUPER_ADMIN", "super_admin", "CUSTOM"].map(isStandardRole)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ["apps", { kind: "apps" }],
  ["apps/0oa1", { kind: "apps", id: "0oa1" }],
  ["authorizationServers/default", { kind: "authorizationServers", id: "default" }],
  ["groups/00g1", { kind: "groups", id: "00g1" }],
  ["groups/00g1/users", { kind: "users", id: "00g1", membersOf: true }],
  ["users", { kind: "users" }],
  ["apps/0oa1/users", undefined],
  ["groups//users", undefined],
  ["/apps", undefined],
  ["apps/", undefined],
  ["apps/../users", undefined],
  ["https://example.okta.com/api/v1/apps", undefined],
  ["policies", undefined],
])("the address %s is %j", (address, expected) => {
  expect(readResource(address)).toEqual(expected);
});

test("the addresses that can be read are told in words", () => {
  expect(RESOURCE_ALLOWED).toBe(
    "apps, authorizationServers, groups or users, one of them as apps/ID, or groups/ID/users",
  );
});
