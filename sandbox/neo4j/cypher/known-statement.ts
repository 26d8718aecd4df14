import type { Subject } from "../security/types.ts";
import type { Cursor } from "./cursor.ts";
import type { GuardedGraph } from "./guarded-graph.ts";
import type { Table } from "./result.ts";
import type { ServerDescription } from "./server-tables.ts";
import { project, readYield } from "./yields.ts";

/** What a statement runs in. */
export interface StatementContext {
  graph: GuardedGraph;
  server: ServerDescription;
  subject: Subject;
  /** The subject's home database. */
  home: string;
}

/** @throws Neo4jError */
export type Run = (context: StatementContext) => Table;

/** A form of statement that the stand-in runs. */
export interface KnownStatement {
  /** As in Bolt: it reads or writes data, or tells about the server. */
  type: "r" | "w" | "s";
  /** How the refusal of an unknown statement shows it. */
  form: string;
  /** Reads all of it. @throws UnknownStatementError if it is another one */
  read(cursor: Cursor): Run;
}

/** A statement that its reader takes apart. */
export function known(
  type: KnownStatement["type"],
  form: string,
  read: (cursor: Cursor) => Run,
): KnownStatement {
  return { type, form, read };
}

/**
 * A statement about the server, which `YIELD` may take columns of.
 *
 * @param hasMore whether Neo4j has more columns, so that `YIELD *` is refused
 */
export function telling(form: string, table: Run, hasMore = false): KnownStatement {
  return known("s", `${form} [YIELD column, ...]`, (cursor) => {
    cursor.expect(form);
    if (hasMore && cursor.isNext("YIELD *")) cursor.fail("columns by name");
    const columns = readYield(cursor);
    return (context) => project(table(context), columns);
  });
}

/** A list that Neo4j shows more columns of: some of these must be named. */
export function listing(form: string, table: () => Table): KnownStatement {
  return known("s", `${form} YIELD column, ...`, (cursor) => {
    cursor.expect(form);
    if (!cursor.isNext("YIELD") || cursor.isNext("YIELD *")) cursor.fail("columns by name");
    const columns = readYield(cursor);
    return () => project(table(), columns);
  });
}
