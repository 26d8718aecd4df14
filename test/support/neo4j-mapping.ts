/**
 * Reads `group_to_role_mapping` as Neo4j's documented pattern does, written apart from the
 * product's own codec so that a shared mistake would show. Groups are as written; Neo4j's LDAP
 * parser would lower-case them.
 *
 * @throws Error with Neo4j's kind of message for a text that Neo4j refuses at start.
 */
export function readAsNeo4j(text: string): Map<string, string[]> {
  const mapping = new Map<string, string[]>();
  for (const piece of withoutTrailingEmpty(text.split(";"))) {
    const { group, rest } = groupOf(piece.trimStart());
    const equals = /^\s*=/.exec(rest);
    if (!equals) throw new Error("wrong number of fields");
    mapping.set(group, withoutTrailingEmpty(rest.slice(equals[0].length).trim().split(",")));
  }
  return mapping;
}

/** Java's `String.split` drops empty strings at the end. */
function withoutTrailingEmpty(pieces: string[]): string[] {
  const kept = [...pieces];
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

function groupOf(piece: string): { group: string; rest: string } {
  for (const quote of ["'", '"']) {
    const end = piece.lastIndexOf(quote, lastEquals(piece));
    if (piece.startsWith(quote) && end > 1) {
      return { group: piece.slice(1, end), rest: piece.slice(end + 1) };
    }
  }
  const equals = lastEquals(piece);
  if (equals < 1) throw new Error("wrong number of fields");
  return { group: piece.slice(0, equals).trimEnd(), rest: piece.slice(equals) };
}

function lastEquals(piece: string): number {
  if (/[\n\r\u0085\u2028\u2029]/.test(piece)) throw new Error("wrong number of fields");
  return piece.lastIndexOf("=");
}
