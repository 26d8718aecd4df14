import { expect, test } from "vitest";
import {
  CALL_KINDS,
  type CallKind,
  needsSuperAdmin,
  RIGHTS,
  rightFor,
} from "../../../access/okta-rights/rights.ts";
import { API_SCOPES } from "../../../access/okta-rights/scopes.ts";

test.each<[CallKind, string, string]>([
  ["app.create", "okta.apps.manage", "okta.apps.manage on collection"],
  ["app.change", "okta.apps.manage", "okta.apps.manage on one"],
  ["app.list", "okta.apps.read", "okta.apps.read on visible"],
  ["app.secrets.read", "okta.apps.read", "okta.apps.clientCredentials.read on one"],
  [
    "app.assign-group",
    "okta.apps.manage",
    "okta.apps.assignment.manage on one, okta.groups.appAssignment.manage on one",
  ],
  ["app.grants.read", "okta.appGrants.read", "okta.apps.read on one"],
  ["server.create", "okta.authorizationServers.manage", "okta.authzServers.manage on collection"],
  ["server.change", "okta.authorizationServers.manage", "okta.authzServers.manage on one"],
  ["group.create", "okta.groups.manage", "okta.groups.create on collection"],
  ["user.change-profile", "okta.users.manage", "okta.users.userprofile.manage on one"],
  ["admin.read", "okta.roles.read", "okta.iam.read on org"],
])("%s needs %s, and %s", (call, scope, permissions) => {
  const right = rightFor(call);
  expect(right.scope).toBe(scope);
  if (!("permissions" in right)) throw new Error("no custom role");
  expect(right.permissions.map(({ permission, on }) => `${permission} on ${on}`).join(", ")).toBe(
    permissions,
  );
});

test("grants, roles and clients with rights are a Super Admin's alone", () => {
  expect(CALL_KINDS.filter(needsSuperAdmin)).toEqual([
    "app.grants.change",
    "api-client.change",
    "admin.change",
  ]);
});

test("trusted origins and the log are for standard roles, a Super Admin's among them", () => {
  expect(RIGHTS["origin.change"]).toEqual({
    scope: "okta.trustedOrigins.manage",
    standardRoles: ["ORG_ADMIN", "SUPER_ADMIN"],
  });
  expect(RIGHTS["origin.read"].standardRoles).toContain("READ_ONLY_ADMIN");
  expect(RIGHTS["log.read"].standardRoles).toContain("REPORT_ADMIN");
});

test("every scope is of use to some call", () => {
  const used = CALL_KINDS.map((call) => rightFor(call).scope);
  expect([...new Set(used)].sort()).toEqual(API_SCOPES);
});
