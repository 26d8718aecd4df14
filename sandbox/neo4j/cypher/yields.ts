import type { Cursor } from "./cursor.ts";
import { UnknownStatementError } from "./errors.ts";
import type { Table } from "./result.ts";

/**
 * Reads `[YIELD * | column, ...]`; undefined stands for every column.
 *
 * @throws UnknownStatementError
 */
export function readYield(cursor: Cursor): string[] | undefined {
  if (!cursor.take("YIELD") || cursor.take("*")) return undefined;
  const columns = [cursor.name("a column")];
  while (cursor.take(",")) columns.push(cursor.name("a column"));
  return new Set(columns).size < columns.length ? cursor.fail("each column once") : columns;
}

/**
 * These columns of a table.
 *
 * @throws UnknownStatementError for one that it does not have
 */
export function project<Cell>(table: Table<Cell>, columns = table.fields): Table<Cell> {
  const { fields, rows } = table;
  const unknown = columns.find((column) => !fields.includes(column));
  if (unknown !== undefined) {
    throw new UnknownStatementError(
      `: it has no column '${unknown}'. Allowed: ${fields.join(", ")}.`,
    );
  }
  const wanted = columns.map((column) => fields.indexOf(column));
  return {
    fields: columns,
    rows: rows.map((row) => wanted.map((index) => row[index] as Cell)),
  };
}
