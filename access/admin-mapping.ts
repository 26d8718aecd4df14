import { mappedRoles } from "./role-mapping.ts";

/** A setting of a provider by which somebody gets the role admin. */
export interface AdminMapping {
  /** Name of the setting. */
  name: string;
  message: string;
  allowed: string;
}

/**
 * How a provider grants the role admin, if it does. Without a mapping, Neo4j grants each group the
 * role of the same name.
 *
 * @param prefix of its settings, e.g. `dbms.security.oidc.okta-backend.`
 */
export function adminMapping(
  config: Readonly<Record<string, string>>,
  prefix: string,
): AdminMapping | undefined {
  const name = `${prefix}authorization.group_to_role_mapping`;
  const mapping = config[name];
  if (mapping !== undefined && mapping.trim() !== "") {
    if (!mappedRoles(mapping).includes("admin")) return undefined;
    const allowed = "groups that grant less than admin";
    return { name, message: "grants the role admin", allowed };
  }
  const readsGroups = [`${prefix}claims.groups`, `${prefix}get_groups_from_user_info`].some(
    (setting) => config[setting] !== undefined,
  );
  if (!readsGroups && !prefix.endsWith(".ldap.")) return undefined;
  const message = "is missing, so that a group called admin grants the role admin";
  return { name, message, allowed: "a mapping without admin" };
}
