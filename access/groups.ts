import { invisibleFault } from "./text.ts";

/**
 * The most groups that one account may have: Okta fails a token request whose groups claim would
 * hold more.
 */
export const MAX_GROUPS_PER_ACCOUNT = 100;

const MAX_GROUP_LENGTH = 255;

/**
 * What is wrong with a group name, or undefined when nothing is. A group must survive Neo4j's
 * `group_to_role_mapping` parser: it splits on `;` whatever the quotes say, and `"` ends the
 * quoted name. Line terminators never match its pattern.
 */
export function groupFault(group: string): string | undefined {
  if (group === "") return "is empty";
  if (group !== group.trim()) return "begins or ends with white space";
  if (group.length > MAX_GROUP_LENGTH) return `is longer than ${MAX_GROUP_LENGTH} characters`;
  const offending = /[;"]|\p{Cc}|\u2028|\u2029/u.exec(group);
  if (offending) return `holds ${JSON.stringify(offending[0])}, which would break the mapping text`;
  if (group.includes("$(")) return 'holds "$(", which could trigger command expansion';
  return invisibleFault(group);
}
