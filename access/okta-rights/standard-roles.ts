/** Okta's standard roles of administrators; each holds for the whole org unless it has targets. */
export const STANDARD_ROLES = [
  "API_ACCESS_MANAGEMENT_ADMIN",
  "APP_ADMIN",
  "GROUP_MEMBERSHIP_ADMIN",
  "HELP_DESK_ADMIN",
  "ORG_ADMIN",
  "READ_ONLY_ADMIN",
  "REPORT_ADMIN",
  "SUPER_ADMIN",
  "USER_ADMIN",
] as const;

/** One of Okta's standard roles. */
export type StandardRole = (typeof STANDARD_ROLES)[number];

/** Whether a word is a standard role, in this spelling. */
export function isStandardRole(word: string): word is StandardRole {
  return (STANDARD_ROLES as readonly string[]).includes(word);
}
