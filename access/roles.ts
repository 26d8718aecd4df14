import { invisibleFault } from "./text.ts";

/**
 * Roles that every Neo4j Enterprise database has from the start. `PUBLIC` is left out: every
 * login has it, so it is never mapped.
 */
export const BUILT_IN_ROLES = ["admin", "architect", "editor", "publisher", "reader"] as const;

/** The role that Neo4j grants to every login by itself. */
const PUBLIC_ROLE = "PUBLIC";

/**
 * What is wrong with a role name inside `group_to_role_mapping`, or undefined when nothing is.
 * Neo4j splits the roles of a group on `,` and does not trim them, so a space would become part of
 * the role's name and grant nothing.
 */
export function roleFault(role: string): string | undefined {
  if (role === "") return "is empty";
  const offending = /[,;='"]|\s|\p{Cc}/u.exec(role);
  if (offending) return `holds ${JSON.stringify(offending[0])}, which would break the mapping text`;
  if (/[`\\]/.test(role)) return "holds a backtick or a backslash, which no role of Neo4j has";
  if (role.includes("$(")) return 'holds "$(", which could trigger command expansion';
  if (role.toUpperCase() === PUBLIC_ROLE) return "is implied for every login and cannot be mapped";
  return invisibleFault(role);
}

/** True for a role that exists without `CREATE ROLE`; the case counts. */
export function isBuiltInRole(role: string): boolean {
  return BUILT_IN_ROLES.some((known) => known === role);
}
