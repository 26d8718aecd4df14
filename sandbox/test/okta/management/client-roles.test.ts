import { expect, test } from "vitest";
import { serviceApp, startOkta } from "../support.ts";

const { admin } = await startOkta();
await admin.post("/api/v1/apps", serviceApp("operator", "operator-client"));
const ROLES = "/oauth2/v1/clients/operator-client/roles";

test.each([
  ["SUPER_ADMIN", "Super Organization Administrator"],
  ["ORG_ADMIN", "Organization Administrator"],
  ["APP_ADMIN", "Application Administrator"],
  ["API_ACCESS_MANAGEMENT_ADMIN", "API Access Management Administrator"],
  ["USER_ADMIN", "Group Administrator"],
  ["GROUP_MEMBERSHIP_ADMIN", "Group Membership Administrator"],
  ["HELP_DESK_ADMIN", "Help Desk Administrator"],
  ["MOBILE_ADMIN", "Mobile Administrator"],
  ["READ_ONLY_ADMIN", "Read-only Administrator"],
  ["REPORT_ADMIN", "Report Administrator"],
])("%s is shown as %s", async (type, label) => {
  const { status, body } = await admin.post(ROLES, { type });
  expect([status, body.type, body.label]).toEqual([201, type, label]);
});

test("one custom role may be assigned on two sets, but not twice on one", async () => {
  const described = { description: "d", label: "custom" };
  await admin.post("/api/v1/iam/roles", { ...described, permissions: ["okta.apps.read"] });
  for (const label of ["one", "two"]) {
    await admin.post("/api/v1/iam/resource-sets", { label, description: "d" });
    const assignment = { type: "CUSTOM", role: "custom", "resource-set": label };
    expect((await admin.post(ROLES, assignment)).status).toBe(201);
    const { status, body } = await admin.post(ROLES, assignment);
    expect([status, body.errorCode, body.errorSummary]).toEqual([
      409,
      "E0000090",
      "The role specified is already assigned to the user.",
    ]);
  }
});

test("a role of another client, or none, is not found", async () => {
  const { status, body } = await admin.get(`${ROLES}/irbX`);
  expect([status, body.errorSummary]).toEqual([
    404,
    "Not found: Resource not found: irbX (RoleAssignment)",
  ]);
});
