import type { Cursor } from "./cursor.ts";
import { readColumns, readEntries, readExpression } from "./expressions.ts";
import type { NodePattern } from "./guarded-graph.ts";
import { COMPONENT_FIELDS, DATABASE_FIELDS, ONE_DATABASE_FIELDS } from "./server-tables.ts";
import { tokenize } from "./tokens.ts";
import { readYield, type Yield } from "./yields.ts";

/** A part of a form that differs from statement to statement. */
interface Part<T> {
  /** How the refusal of an unknown statement shows it. */
  shown: string;
  /** @param declared the variables that the statement has named so far */
  read(cursor: Cursor, declared: Set<string>): T;
}

const name: Part<string> = { shown: "n", read: (cursor) => cursor.name("a name") };
const variable: Part<string> = { shown: "n", read: readVariable };
const node: Part<NodePattern> = { shown: "(n:Label {key: $value})", read: readNode };

/** The parts that forms may name. */
const PARTS = {
  columns: { shown: "1 AS x, $y, n.key", read: readColumns },
  components: yieldOf(COMPONENT_FIELDS, true),
  count: { shown: "count(n)", read: readCount },
  database: yieldOf(ONE_DATABASE_FIELDS, false),
  databases: yieldOf(DATABASE_FIELDS, false),
  from: node,
  node,
  nodes: { ...node, read: (cursor, declared) => readNodes(cursor, declared) },
  pinged: yieldOf(["success"], true),
  row: { shown: "row", read: readNewVariable },
  rows: { shown: "$rows", read: (cursor, declared) => readExpression(cursor, declared) },
  set: { shown: "[SET n += row]", read: readSet },
  source: variable,
  target: { ...variable, shown: "m" },
  to: { ...node, shown: "(m:Label)" },
  type: { ...name, shown: "TYPE" },
  variable,
} satisfies Record<string, Part<unknown>>;

type PartName = keyof typeof PARTS;

type NamesIn<Form extends string> = Form extends `${string}<${infer Name}>${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** What the parts of a form are in a statement. */
export type Parts<Form extends string> = {
  [Name in NamesIn<Form> & PartName]: ReturnType<(typeof PARTS)[Name]["read"]>;
};

/**
 * Reads a whole statement by its form. Words in capitals are keywords, other words names, `<part>`
 * stands for a part.
 *
 * @throws UnknownStatementError if it is another statement, or the error of one of its parts
 */
export function readForm<Form extends string>(form: Form, cursor: Cursor): Parts<Form> {
  const declared = new Set<string>();
  const parts: Partial<Record<PartName, unknown>> = {};
  for (const [index, piece] of form.split(/<(\w+)>/).entries()) {
    if (index % 2 === 0) readFixed(piece, cursor);
    else parts[piece as PartName] = PARTS[piece as PartName].read(cursor, declared);
  }
  cursor.expectEnd();
  return parts as Parts<Form>;
}

/** A form as people write it. */
export function showForm(form: string): string {
  return form.replace(/<(\w+)>/g, (_, part: PartName) => PARTS[part].shown);
}

function readFixed(text: string, cursor: Cursor): void {
  for (const { kind, value } of tokenize(text)) {
    if (kind === "end") return;
    if (value === value.toUpperCase() && kind === "word") cursor.expect(value);
    else if (!cursor.takeToken(kind, value)) cursor.fail(`'${value}'`);
  }
}

function yieldOf(fields: readonly string[], isComplete: boolean): Part<Yield> {
  return { shown: "[YIELD ...]", read: (cursor) => readYield(cursor, fields, isComplete) };
}

function readNode(cursor: Cursor, declared: Set<string>): NodePattern {
  cursor.expectSymbol("(");
  const start = cursor.position;
  const variable = (cursor.takeToken("word") ?? cursor.takeToken("name"))?.value;
  const labels: string[] = [];
  while (cursor.takeSymbol(":")) labels.push(cursor.name("a label"));
  const isEnd = cursor.takeSymbol(")");
  const properties = isEnd ? [] : readEntries(cursor, declared);
  if (!isEnd) cursor.expectSymbol(")");
  if (variable !== undefined && declared.has(variable)) {
    cursor.position = start;
    cursor.fail("a new variable");
  }
  if (variable !== undefined) declared.add(variable);
  return { variable, labels: [...new Set(labels)], properties };
}

function readNodes(cursor: Cursor, declared: Set<string>): NodePattern[] {
  const nodes = [readNode(cursor, declared)];
  while (cursor.takeSymbol(",")) nodes.push(readNode(cursor, declared));
  return nodes;
}

function readVariable(cursor: Cursor, declared: Set<string>): string {
  const start = cursor.position;
  const variable = cursor.name("a variable");
  if (declared.has(variable)) return variable;
  cursor.position = start;
  return cursor.fail("a variable that stands before it");
}

function readNewVariable(cursor: Cursor, declared: Set<string>): string {
  const variable = cursor.name("a variable");
  declared.add(variable);
  return variable;
}

/** The name of the column. */
function readCount(cursor: Cursor, declared: Set<string>): string {
  const start = cursor.position;
  cursor.expect("COUNT");
  cursor.expectSymbol("(");
  if (!cursor.takeSymbol("*")) readVariable(cursor, declared);
  cursor.expectSymbol(")");
  const written = cursor.textFrom(start);
  return cursor.take("AS") ? cursor.name("an alias") : written;
}

/** `[SET variable += value]`. */
function readSet(cursor: Cursor, declared: Set<string>) {
  if (!cursor.take("SET")) return undefined;
  const variable = readVariable(cursor, declared);
  cursor.expectSymbol("+");
  cursor.expectSymbol("=");
  return { variable, value: readExpression(cursor, declared) };
}
