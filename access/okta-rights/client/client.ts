import type { Finding } from "../../finding.ts";
import { assignmentFindings } from "./assignments.ts";
import { scopeFindings } from "./scopes.ts";
import { type StandardRoleGrant, standardRoleFindings } from "./standard-role.ts";

/** One custom role on one resource set, as somebody writes it. */
export interface Assignment {
  /** Tells the client's roles apart. Example: `"manage"`. */
  role: string;
  /** Example: `["okta.apps.manage"]`. */
  permissions: readonly string[];
  /** Addresses relative to `/api/v1/`, such as `apps/0oa1`; undefined for one that is not known yet. */
  resources: readonly (string | undefined)[];
}

/** What a client of Okta's management API is given, as somebody writes it. */
export interface ClientRights {
  /** Example: `["okta.apps.manage"]`. */
  scopes: readonly string[];
  assignments: readonly Assignment[];
  standardRole?: StandardRoleGrant | undefined;
}

/**
 * Everything that is wrong with a client's rights: more than it needs, or less than works. A call
 * needs both an API scope and a permission on the object.
 *
 * @param today YYYY-MM-DD, UTC: the day that waivers are judged by
 */
export function clientFindings(client: ClientRights, today: string): Finding[] {
  return [
    ...scopeFindings(client),
    ...assignmentFindings(client),
    ...standardRoleFindings(client.standardRole, today),
  ];
}
