import { expect, test } from "vitest";
import { orgUrlFindings, plainOrgUrl } from "../../../access/okta-rights/org-url.ts";

test.each(["https://example.okta.com", "https://id.example.com/", "http://127.0.0.1:8443"])(
  "%s is the address of an org",
  (url) => {
    expect(orgUrlFindings(url, ["orgUrl"])).toEqual([]);
  },
);

test.each([
  "example.okta.com",
  "http://example.okta.com",
  "https://example-admin.okta.com",
  "https://example.okta.com/admin/dashboard",
  "https://user:password@example.okta.com",
  "https://example.okta.com?x",
])("%s is refused", (url) => {
  expect(orgUrlFindings(url, ["orgUrl"])).toEqual([
    {
      code: "org-url",
      at: ["orgUrl"],
      message: `is ${JSON.stringify(url)}`,
      allowed: "https://HOST, without a path and without -admin",
      fix: "write the address of the org, e.g. https://example.okta.com",
    },
  ]);
});

test("a slash at the end is left out", () => {
  expect(plainOrgUrl("https://example.okta.com/")).toBe("https://example.okta.com");
});
