import { Neo4jError } from "../security/types.ts";

/** What the stand-in runs, as told to whoever asks for more. */
export const SUPPORTED =
  "RETURN with simple expressions, MATCH (n:Label {key: value}) RETURN ..., CREATE (:Label {key: value}), " +
  "MATCH (n:Label) [DETACH] DELETE n, CALL dbms.components() and the security commands";

const UNSUPPORTED = `The sandbox's Neo4j stand-in supports only these statements: ${SUPPORTED}.`;

/** Where in a statement something is wrong, for the last line of Neo4j's message. */
export interface Place {
  statement: string;
  offset: number;
}

/**
 * Neo4j's text for a place: ` (line 1, column 8 (offset: 7))` and the line with a mark under it. A
 * statement about passwords is not repeated.
 */
function locate({ statement, offset }: Place): string {
  const before = statement.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const column = offset - lineStart + 1;
  const position = ` (line ${line}, column ${column} (offset: ${offset}))`;
  if (/password/i.test(statement)) return position;
  const lineEnd = statement.indexOf("\n", offset);
  const text = statement.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const mark = `${" ".repeat(column)}^`;
  return `${position}\n"${text}"\n${mark}`;
}

/** The statement is malformed, or more than the stand-in supports; `found` is what it stumbled over. */
export function invalidInput(found: string, expected: string, place: Place): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.SyntaxError",
    `Invalid input '${found}': expected ${expected}. ${UNSUPPORTED}${locate(place)}`,
  );
}

/** A well-formed part of Cypher that the stand-in does not have. */
export function unsupported(what: string, place: Place): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.SyntaxError",
    `${what} is not supported. ${UNSUPPORTED}${locate(place)}`,
  );
}

/** A mistake in an otherwise supported statement, in Neo4j's own words. */
export function semanticError(message: string, place: Place): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.SyntaxError", `${message}${locate(place)}`);
}

/** What the statement makes or keeps is more than the stand-in holds. */
export function outOfMemory(limit: number, unit: "bytes" | "items" | "open results"): Neo4jError {
  return new Neo4jError(
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    `The statement needs more than the ${limit} ${unit} that the sandbox's Neo4j stand-in allows.`,
  );
}
