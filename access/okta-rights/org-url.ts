import { type Finding, type Path, show } from "../finding.ts";

/** An origin alone; plain http on this machine only, where an emulated org is. */
const ORIGIN = /^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\]))(:\d{1,5})?\/?$/i;

/** Where people administer the org; Okta answers its API under the org's own name. */
const ADMIN = /^https:\/\/[a-z0-9-]+-admin\./i;

/** What is wrong with the address of an org; empty for a good one. */
export function orgUrlFindings(orgUrl: string, at: Path): Finding[] {
  if (ORIGIN.test(orgUrl) && !ADMIN.test(orgUrl)) return [];
  return [
    {
      code: "org-url",
      at,
      message: `is ${show(orgUrl)}`,
      allowed: "https://HOST, without a path and without -admin",
      fix: "write the address of the org, e.g. https://example.okta.com",
    },
  ];
}

/** The address without a slash at its end, as Okta writes issuers and resources. */
export function plainOrgUrl(orgUrl: string): string {
  return orgUrl.replace(/\/$/, "");
}
