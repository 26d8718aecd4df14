import { Cursor } from "./cursor.ts";
import { UnknownStatementError } from "./errors.ts";
import { GRAPH_STATEMENTS } from "./graph-statements.ts";
import type { KnownStatement, Run } from "./known-statement.ts";
import { SERVER_STATEMENTS } from "./server-statements.ts";
import type { Value } from "./value.ts";

/** A statement that was read. */
export type ReadStatement = Pick<KnownStatement, "type" | "form"> & { run: Run };

/** Everything that the stand-in runs beside the statements about users, roles and settings. */
const STATEMENTS: readonly KnownStatement[] = [...SERVER_STATEMENTS, ...GRAPH_STATEMENTS];

/**
 * Finds the statement that a text is.
 *
 * @throws UnknownStatementError, which tells what is known; Neo4jError ParameterMissing, TypeError,
 * SyntaxError
 */
export function readStatement(text: string, parameters: ReadonlyMap<string, Value>): ReadStatement {
  const cursor = new Cursor(text, parameters);
  for (const { type, form, read } of STATEMENTS) {
    cursor.position = 0;
    try {
      const run = read(cursor);
      cursor.expectEnd();
      return { type, form, run };
    } catch (error) {
      if (!(error instanceof UnknownStatementError)) throw error;
    }
  }
  const forms = STATEMENTS.map(({ form }) => form);
  throw new UnknownStatementError(
    `. Allowed: ${forms.join("; ")}; and statements about users, roles and settings.`,
  );
}
