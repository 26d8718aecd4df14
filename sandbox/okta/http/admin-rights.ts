import type { ClientRole } from "../admin-entities.ts";
import type { Org } from "../org.ts";
import type { Method } from "./route.ts";

/** Standard roles of a client that may only read. */
const READERS = ["READ_ONLY_ADMIN", "REPORT_ADMIN"];

/** Beginning of the custom-role permissions that stand for a family of API scopes. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  "okta.apps": "okta.apps",
  "okta.appGrants": "okta.apps",
  "okta.authorizationServers": "okta.authzServers",
  "okta.groups": "okta.groups",
  "okta.users": "okta.users",
  "okta.roles": "okta.iam",
};

/**
 * Whether an admin role of the client allows the call. A client may do only what both its API scopes
 * and its admin roles allow; one without any role may do nothing.
 */
export function hasRight(org: Org, clientId: string, method: Method, family: string): boolean {
  return [...org.clientRoles.values()].some(
    (role) => role.clientId === clientId && allows(org, role, method, family),
  );
}

function allows(org: Org, { type, custom }: ClientRole, method: Method, family: string): boolean {
  if (!custom) return method === "GET" || !READERS.includes(type);
  const permissions = org.adminRoles.get(custom.role)?.permissions;
  const prefix = PERMISSIONS[family];
  if (!permissions || !prefix) return false;
  return (
    permissions.has(`${prefix}.manage`) || (method === "GET" && permissions.has(`${prefix}.read`))
  );
}
