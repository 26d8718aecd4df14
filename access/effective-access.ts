import type { RoleMapping } from "./role-mapping.ts";

/**
 * The roles that an account's groups grant, sorted and without repetition. A group that the
 * mapping does not name grants nothing: any explicit mapping turns Neo4j's same-name mapping off.
 * `PUBLIC`, which every login has, is not listed.
 */
export function effectiveRoles(groups: readonly string[], mapping: RoleMapping): string[] {
  const granted = new Map(Object.entries(mapping));
  return [...new Set(groups.flatMap((group) => granted.get(group) ?? []))].sort();
}
