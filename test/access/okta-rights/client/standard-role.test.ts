import { describe, expect, test } from "vitest";
import { type ClientRights, clientFindings } from "../../../../access/okta-rights/client/client.ts";
import { rights, TODAY, waived } from "./rights.ts";

describe("a standard role is refused", () => {
  test.each<[string, ClientRights["standardRole"], string, string, string, string]>([
    [
      "standard-role-unknown",
      { type: "SUPER_ADMINS" },
      "type",
      'is "SUPER_ADMINS"',
      "API_ACCESS_MANAGEMENT_ADMIN, APP_ADMIN",
      "write SUPER_ADMIN; else choose one of these",
    ],
    [
      "waiver-past",
      waived("ORG_ADMIN", "2026-11-26").standardRole,
      "waiver.until",
      "is 2026-11-26, and that day is past",
      "a day of the calendar as YYYY-MM-DD, today or later",
      "remove the standard role, or agree on a new day",
    ],
    [
      "waiver-day",
      waived("ORG_ADMIN", "never").standardRole,
      "waiver.until",
      'is "never"',
      "a day of the calendar as YYYY-MM-DD, today or later",
      "write year, month and day",
    ],
    [
      "waiver-day",
      waived("ORG_ADMIN", "2027-02-30").standardRole,
      "waiver.until",
      'is "2027-02-30"',
      "a day of the calendar as YYYY-MM-DD, today or later",
      "write year, month and day",
    ],
    [
      "waiver-reason",
      { type: "ORG_ADMIN", waiver: { until: "2026-12-31", reason: "because   " } },
      "waiver.reason",
      'is "because   "',
      "10 characters or more",
      "say why, and who agreed",
    ],
  ])("%s", (code, standardRole, at, message, allowed, fix) => {
    const [found, ...others] = clientFindings(rights({ standardRole }), TODAY);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code, at: ["standardRole", ...at.split(".")], message, fix });
    expect(found?.allowed).toContain(allowed);
  });

  test.each(["SUPER_ADMIN", "ORG_ADMIN", "REPORT_ADMIN"])("%s without a waiver", (type) => {
    expect(clientFindings(rights({ standardRole: { type } }), TODAY)).toEqual([
      {
        code: "standard-role",
        at: ["standardRole"],
        message: `is "${type}", which holds for the whole org`,
        allowed: "custom roles on resource sets, or a standard role under a dated waiver",
        fix: "write assignments instead; or add waiver: { until: YYYY-MM-DD, reason: ... }",
      },
    ]);
  });
});
