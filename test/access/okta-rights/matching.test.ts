import { describe, expect, test } from "vitest";
import {
  isUsable,
  isUsed,
  permissionsFor,
  scopesFor,
  standardRolesFor,
} from "../../../access/okta-rights/matching.ts";
import { API_SCOPES } from "../../../access/okta-rights/scopes.ts";

describe("a scope", () => {
  test.each([
    ["okta.apps.manage", ["okta.apps.manage"], true],
    ["okta.apps.manage", ["okta.apps.read"], false],
    ["okta.apps.manage", ["okta.apps.assignment.manage"], false],
    ["okta.apps.manage", ["okta.apps.assignment.manage", "okta.groups.appAssignment.manage"], true],
    ["okta.apps.read", ["okta.apps.manage"], true],
    ["okta.apps.read", ["okta.apps.clientCredentials.read"], true],
    ["okta.users.manage", ["okta.users.manage"], true],
    ["okta.appGrants.read", ["okta.groups.read"], false],
    ["okta.appGrants.manage", ["okta.apps.manage"], false],
  ] as const)("%s with %j is usable: %s", (scope, permissions, expected) => {
    expect(isUsable(scope, permissions)).toBe(expected);
  });

  test("names the permissions that make it usable", () => {
    expect(permissionsFor("okta.groups.manage")).toEqual([
      "okta.groups.create",
      "okta.groups.manage",
      "okta.groups.members.manage",
    ]);
  });

  test("of trusted origins, the log, roles or grants is of no use to a custom role", () => {
    expect(API_SCOPES.filter((scope) => standardRolesFor(scope) !== undefined)).toEqual([
      "okta.appGrants.manage",
      "okta.logs.read",
      "okta.roles.manage",
      "okta.trustedOrigins.manage",
      "okta.trustedOrigins.read",
    ]);
    expect(standardRolesFor("okta.roles.manage")).toEqual(["SUPER_ADMIN"]);
    expect(standardRolesFor("okta.trustedOrigins.manage")).toEqual(["ORG_ADMIN", "SUPER_ADMIN"]);
  });
});

describe("a permission", () => {
  test.each([
    ["okta.apps.manage", ["okta.apps.manage"], true],
    ["okta.apps.manage", ["okta.apps.read"], false],
    ["okta.apps.read", ["okta.apps.manage"], true],
    ["okta.apps.read", ["okta.appGrants.read"], true],
    ["okta.groups.appAssignment.manage", ["okta.apps.manage"], true],
    ["okta.groups.appAssignment.manage", ["okta.groups.manage"], false],
    ["okta.users.manage", ["okta.users.manage"], true],
    ["okta.iam.read", ["okta.roles.read"], true],
  ] as const)("%s with %j is used: %s", (permission, scopes, expected) => {
    expect(isUsed(permission, scopes)).toBe(expected);
  });

  test("names the scopes that use it", () => {
    expect(scopesFor("okta.apps.read")).toEqual(["okta.appGrants.read", "okta.apps.read"]);
    expect(scopesFor("okta.groups.manage")).toEqual(["okta.apps.manage", "okta.groups.manage"]);
    expect(scopesFor("okta.users.groupMembership.manage")).toEqual([]);
  });
});
