import type { Cursor } from "./cursor.ts";
import { type Column, readColumns, readExpression, type Variables } from "./expressions.ts";
import type { Table } from "./result.ts";
import { equal, type Value } from "./value.ts";

/** What a statement makes of the rows that a procedure or a SHOW command answers. */
export type Yield = (table: Table) => Table;

/**
 * Reads `[YIELD * | column [AS name], ... [WHERE a = b] [UNWIND list AS item] [RETURN ...]]`.
 *
 * @param fields the columns that may be yielded
 * @param isComplete whether Neo4j has no other columns, so that `*` is known
 * @throws UnknownStatementError
 */
export function readYield(cursor: Cursor, fields: readonly string[], isComplete: boolean): Yield {
  if (!cursor.take("YIELD")) return (table) => table;
  const yielded =
    isComplete && cursor.takeSymbol("*")
      ? fields.map((field) => ({ field, name: field }))
      : readYielded(cursor, fields);
  const declared = new Set(yielded.map(({ name }) => name));
  const isWanted = cursor.take("WHERE") ? readComparison(cursor, declared) : () => true;
  const unwind = cursor.take("UNWIND") ? readUnwind(cursor, declared) : undefined;
  if (unwind) cursor.expect("RETURN");
  const columns =
    unwind || cursor.take("RETURN")
      ? readColumns(cursor, declared)
      : [...declared].map((name) => ({ name, value: (row: Variables) => row.get(name) ?? null }));
  return (table) => {
    const rows = table.rows
      .map((row) => new Map(yielded.map(({ field, name }) => [name, cell(table, row, field)])))
      .filter(isWanted);
    return project(columns, unwind ? rows.flatMap(unwind) : rows);
  };
}

/** The columns of an answer over its rows. */
export function project(columns: readonly Column[], rows: readonly Variables[]): Table {
  return {
    fields: columns.map(({ name }) => name),
    rows: rows.map((row) => columns.map(({ value }) => value(row))),
  };
}

function cell({ fields }: Table, row: readonly Value[], field: string): Value {
  return row[fields.indexOf(field)] ?? null;
}

function readYielded(cursor: Cursor, fields: readonly string[]) {
  const yielded: { field: string; name: string }[] = [];
  do {
    const start = cursor.position;
    const field = cursor.name("a column");
    const name = cursor.take("AS") ? cursor.name("a name") : field;
    if (!fields.includes(field) || yielded.some((column) => column.name === name)) {
      cursor.position = start;
      cursor.fail(`one of ${fields.join(", ")}`);
    }
    yielded.push({ field, name });
  } while (cursor.takeSymbol(","));
  return yielded;
}

function readComparison(cursor: Cursor, declared: ReadonlySet<string>) {
  const left = readExpression(cursor, declared);
  cursor.expectSymbol("=");
  const right = readExpression(cursor, declared);
  return (row: Variables) => equal(left(row), right(row));
}

function readUnwind(cursor: Cursor, declared: Set<string>) {
  const list = readExpression(cursor, declared);
  cursor.expect("AS");
  const name = cursor.name("a name");
  declared.add(name);
  return (row: Variables) => unwound(list(row)).map((item) => new Map([...row, [name, item]]));
}

/** The rows that UNWIND makes of a value. */
export function unwound(value: Value): Value[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
