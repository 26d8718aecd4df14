import { syntaxError } from "../security/errors.ts";
import type { Cursor } from "./cursor.ts";
import type { NodePattern } from "./guarded-graph.ts";
import type { Table } from "./result.ts";
import type { Node, Value } from "./value.ts";
import { readMap, readValue } from "./values.ts";

/** A column of an answer, computed from the nodes that its row is about. */
interface Column {
  /** Its alias, or the expression as it is written. */
  name: string;
  value(nodes: readonly Node[]): Value;
}

/** Reads `(variable:Label1:Label2 {key: value})`. @throws UnknownStatementError */
export function readNode(cursor: Cursor): NodePattern {
  cursor.expect("(");
  const variable = cursor.takeName();
  const labels = new Set<string>();
  while (cursor.take(":")) labels.add(cursor.name("a label"));
  const properties = cursor.isNext("{") ? readMap(cursor) : new Map();
  cursor.expect(")");
  return { variable, labels: [...labels], properties };
}

/** Reads a node that has another variable than those before it. @throws UnknownStatementError */
export function readOther(cursor: Cursor, before: readonly NodePattern[]): NodePattern {
  const node = readNode(cursor);
  const isTaken = before.some(({ variable }) => variable && variable === node.variable);
  return isTaken ? cursor.fail("a new variable") : node;
}

/** Reads `-[:TYPE]->` and answers the type. @throws UnknownStatementError */
export function readArrow(cursor: Cursor): string {
  cursor.expect("-[:");
  const type = cursor.name("a relationship type");
  cursor.expect("]->");
  return type;
}

/**
 * Reads `RETURN value [AS name], ...`, in which a value is a literal, a parameter, a node or a
 * property of it.
 *
 * @param nodes the patterns that each row has a node for
 * @returns what makes the answer of the rows
 * @throws UnknownStatementError, Neo4jError SyntaxError for two columns of one name
 */
export function readReturn(cursor: Cursor, nodes: readonly NodePattern[]) {
  cursor.expect("RETURN");
  const columns: Column[] = [];
  do {
    const start = cursor.position;
    const value = readColumn(cursor, nodes);
    const name = readAlias(cursor, start);
    if (columns.some((column) => column.name === name)) {
      throw syntaxError("Multiple result columns with the same name are not supported");
    }
    columns.push({ name, value });
  } while (cursor.take(","));
  return (rows: readonly Node[][]): Table => ({
    fields: columns.map(({ name }) => name),
    rows: rows.map((row) => columns.map(({ value }) => value(row))),
  });
}

/** Reads `RETURN count(n)` or `RETURN count(*)` and answers the name of the column. */
export function readCount(cursor: Cursor, { variable }: NodePattern): string {
  cursor.expect("RETURN");
  const start = cursor.position;
  cursor.expect("COUNT (");
  if (!cursor.take("*")) cursor.expectName(variable);
  cursor.expect(")");
  return readAlias(cursor, start);
}

function readColumn(cursor: Cursor, nodes: readonly NodePattern[]): Column["value"] {
  const at = nodes.findIndex(({ variable }) => variable && cursor.takeName(variable));
  if (at === -1) {
    const value = readValue(cursor);
    return () => value;
  }
  cursor.countReference();
  if (!cursor.take(".")) return (row) => row[at] ?? null;
  const key = cursor.name("a property name");
  return (row) => row[at]?.properties.get(key) ?? null;
}

function readAlias(cursor: Cursor, start: number): string {
  const written = cursor.textFrom(start);
  return cursor.take("AS") ? cursor.name("an alias") : written;
}
