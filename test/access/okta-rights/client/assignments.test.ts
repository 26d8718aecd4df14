import { expect, test } from "vitest";
import { type ClientRights, clientFindings } from "../../../../access/okta-rights/client/client.ts";
import { held, rights, TODAY } from "./rights.ts";

const ADDRESSES =
  "apps, authorizationServers, groups or users, one of them as apps/ID, or groups/ID/users";
const READS = { scopes: ["okta.apps.read"] };

const assignment = (role: string) => ({
  role,
  permissions: ["okta.apps.manage"],
  resources: ["apps"],
});

test.each<[string, Partial<ClientRights>, (string | number)[], string, string, string]>([
  [
    "role-label",
    { assignments: [assignment("Manage all")] },
    [0, "role"],
    'is "Manage all"',
    '1 to 32 lower-case letters, digits and "-", with a letter or digit at both ends',
    "choose a label of that form",
  ],
  [
    "role-repeated",
    { assignments: [assignment("manage"), assignment("manage")] },
    [1, "role"],
    'is "manage" again',
    "a label of its own for each assignment of the client",
    "choose another label",
  ],
  [
    "permission-unknown",
    held(["okta.apps.manage", "okta.app.read"]),
    [0, "permissions", 1],
    'is "okta.app.read"',
    "okta.apps.assignment.manage, ",
    "write okta.apps.read; else choose one of these",
  ],
  [
    "secrets-for-reader",
    { ...READS, ...held(["okta.apps.read", "okta.apps.clientCredentials.read"]) },
    [0, "permissions", 1],
    'is "okta.apps.clientCredentials.read", which shows client secrets in the clear, and the client only reads',
    "this permission for clients that change something only",
    "remove it; whoever compares declared and actual apps needs okta.apps.read only",
  ],
  [
    "permission-without-scope",
    { ...READS, ...held(["okta.apps.manage"]) },
    [0, "permissions", 0],
    'is "okta.apps.manage", and no scope of the client uses it',
    "the permission with one of these scopes: okta.apps.manage",
    "ask for the scope that is needed, or remove the permission",
  ],
  [
    "permission-without-scope",
    held(["okta.apps.manage", "okta.users.groupMembership.manage"], ["apps", "users"]),
    [0, "permissions", 1],
    'is "okta.users.groupMembership.manage", and no scope of the client uses it',
    "permissions that a known call needs",
    "remove the permission",
  ],
  [
    "resources-empty",
    held(["okta.apps.manage"], []),
    [0, "resources"],
    "is empty, and a role on no resource allows nothing",
    ADDRESSES,
    "list what the role is held on, or remove the assignment",
  ],
  [
    "resource-address",
    held(["okta.apps.manage"], ["app/0oa1"]),
    [0, "resources", 0],
    'is "app/0oa1"',
    ADDRESSES,
    "write the address relative to /api/v1/",
  ],
  [
    "resource-without-permission",
    held(["okta.apps.manage"], ["apps", "groups/00g1"]),
    [0, "resources", 1],
    'is "groups/00g1", and no permission of this role is held on that',
    "resources of these kinds, by the role's permissions: apps",
    "remove the resource, or give the role a permission for it",
  ],
])("an assignment is refused: %s", (code, other, at, message, allowed, fix) => {
  const found = clientFindings(rights(other), TODAY);
  expect(found).toEqual([
    { code, at: ["assignments", ...at], message, allowed: expect.stringContaining(allowed), fix },
  ]);
});

test("an assignment without a permission is refused", () => {
  const found = clientFindings(rights(held([])), TODAY);
  expect(found).toContainEqual({
    code: "permissions-empty",
    at: ["assignments", 0, "permissions"],
    message: "is empty, and Okta has no role without a permission",
    allowed: "one permission or more",
    fix: "list the permissions that are needed, or remove the assignment",
  });
});

test("all that is wrong is told at once", () => {
  const found = clientFindings(
    {
      scopes: ["okta.logs.read", "okta.x"],
      ...held(["okta.apps.manage"], []),
      standardRole: { type: "ORG_ADMIN" },
    },
    TODAY,
  );
  expect(found.map(({ code }) => code)).toEqual([
    "scope-unknown",
    "permission-without-scope",
    "resources-empty",
    "standard-role",
  ]);
});
