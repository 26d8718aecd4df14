import { describe, expect, test } from "vitest";
import { type ClientRights, clientFindings } from "../../../../access/okta-rights/client/client.ts";
import { held, rights, TODAY, waived } from "./rights.ts";

describe("nothing is wrong with", () => {
  test.each<[string, Partial<ClientRights>]>([
    ["one who manages apps", {}],
    ["one who reads apps", { scopes: ["okta.apps.read"], ...held(["okta.apps.read"]) }],
    [
      "a scope that reads and a permission that manages both",
      { scopes: ["okta.apps.manage", "okta.apps.read"] },
    ],
    [
      "one who assigns groups",
      held(
        ["okta.apps.assignment.manage", "okta.groups.appAssignment.manage"],
        ["apps/0oa1", "groups/00g1"],
      ),
    ],
    [
      "one who manages apps and reads their secrets",
      held(["okta.apps.manage", "okta.apps.clientCredentials.read"]),
    ],
    [
      "a resource that is not known yet",
      held(["okta.apps.manage"], [undefined as unknown as string]),
    ],
    ["a permission on no object", { scopes: ["okta.roles.read"], ...held(["okta.iam.read"]) }],
    [
      "members of a group",
      { scopes: ["okta.users.read"], ...held(["okta.users.read"], ["groups/00g1/users"]) },
    ],
    [
      "a standard role under a waiver",
      { ...waived("ORG_ADMIN"), scopes: ["okta.trustedOrigins.manage"], assignments: [] },
    ],
    ["a standard role on the waiver's last day", waived("READ_ONLY_ADMIN", TODAY)],
  ])("%s", (_, other) => {
    expect(clientFindings(rights(other), TODAY)).toEqual([]);
  });
});

const MANAGE =
  "okta.apps.assignment.manage, okta.apps.manage, okta.groups.appAssignment.manage, okta.users.appAssignment.manage";

describe("a scope is refused", () => {
  test.each<[string, Partial<ClientRights>, string, string, string]>([
    [
      "scope-unknown",
      { scopes: ["okta.app.manage"] },
      'is "okta.app.manage"',
      "okta.appGrants.manage, ",
      "write okta.apps.manage; else choose one of these",
    ],
    [
      "scope-too-wide",
      held(["okta.apps.read"]),
      'is "okta.apps.manage", and the permissions of its family only read',
      `okta.apps.read, or one of these permissions: ${MANAGE}`,
      "write okta.apps.read",
    ],
    [
      "scope-without-permission",
      { scopes: ["okta.groups.read"] },
      'is "okta.groups.read", and no permission of the client uses it',
      "the scope with one of these permissions: okta.groups.read",
      "give an assignment the permission that is needed, or leave the scope out",
    ],
    [
      "scope-standard-role",
      { scopes: ["okta.logs.read"] },
      'is "okta.logs.read", which no custom role can use',
      "this scope with a standard role only: API_ACCESS_MANAGEMENT_ADMIN, APP_ADMIN, ORG_ADMIN, READ_ONLY_ADMIN, REPORT_ADMIN, SUPER_ADMIN",
      "leave it out, or give a standardRole with a waiver",
    ],
    [
      "scope-standard-role",
      { scopes: ["okta.appGrants.manage"] },
      'is "okta.appGrants.manage", which no custom role can use',
      "this scope with a standard role only: SUPER_ADMIN",
      "leave it out, and let a Super Admin make these calls",
    ],
    [
      "scope-standard-role",
      { scopes: ["okta.trustedOrigins.manage"], ...waived("READ_ONLY_ADMIN") },
      'is "okta.trustedOrigins.manage", which no custom role can use',
      "this scope with a standard role only: ORG_ADMIN, SUPER_ADMIN",
      "leave it out, or give a standardRole with a waiver",
    ],
  ])("%s", (code, other, message, allowed, fix) => {
    const [found] = clientFindings(rights(other), TODAY);
    expect(found).toMatchObject({ code, at: ["scopes", 0], message, fix });
    expect(found?.allowed).toContain(allowed);
  });

  test("where there is none", () => {
    expect(clientFindings(rights({ scopes: [] }), TODAY)[0]).toEqual({
      code: "scopes-empty",
      at: ["scopes"],
      message: "is empty, and a client without a scope gets no token",
      allowed: "one scope or more",
      fix: "list the scopes that the client needs",
    });
  });
});
