import { syntaxError } from "../security/errors.ts";
import type { Cursor } from "./cursor.ts";
import { typeError } from "./errors.ts";
import { INT64_MAX, INT64_MIN, Node, type Value } from "./value.ts";

/** What names stand for while a statement runs. */
export type Variables = ReadonlyMap<string, Value>;

/** Computes a value that a statement asks for. @throws Neo4jError TypeError */
export type Expression = (variables: Variables) => Value;

/** A column of an answer. */
export interface Column {
  /** Its alias, or the expression as it is written. */
  name: string;
  value: Expression;
}

/** How deep lists and maps may nest. */
const MAX_DEPTH = 100;

/**
 * Reads a literal, a parameter, or a declared variable with a path of keys and indexes.
 *
 * @throws UnknownStatementError for any other expression
 */
export function readExpression(
  cursor: Cursor,
  declared: ReadonlySet<string>,
  depth = 0,
): Expression {
  if (depth > MAX_DEPTH) cursor.fail(`at most ${MAX_DEPTH} brackets around a value`);
  const start = cursor.position;
  if (cursor.takeSymbol("[")) {
    const items = readSeries(cursor, "]", () => readExpression(cursor, declared, depth + 1));
    return (variables) => items.map((item) => item(variables));
  }
  if (cursor.takeSymbol("{")) {
    cursor.position = start;
    const entries = readEntries(cursor, declared, depth + 1);
    return (variables) => new Map(entries.map(([key, value]) => [key, value(variables)]));
  }
  const literal = readLiteral(cursor);
  return literal === undefined ? readPath(cursor, declared) : () => literal;
}

/** Reads `{key: value, ...}`. */
export function readEntries(
  cursor: Cursor,
  declared: ReadonlySet<string>,
  depth = 0,
): [key: string, value: Expression][] {
  cursor.expectSymbol("{");
  return readSeries(cursor, "}", () => {
    const key = cursor.name("a property name");
    cursor.expectSymbol(":");
    return [key, readExpression(cursor, declared, depth)];
  });
}

/**
 * Reads `value [AS name], ...`.
 *
 * @throws Neo4jError SyntaxError for two columns of one name
 */
export function readColumns(cursor: Cursor, declared: ReadonlySet<string>): Column[] {
  const columns: Column[] = [];
  do {
    const start = cursor.position;
    const value = readExpression(cursor, declared);
    const written = cursor.textFrom(start);
    const name = cursor.take("AS") ? cursor.name("an alias") : written;
    if (columns.some((column) => column.name === name)) {
      throw syntaxError("Multiple result columns with the same name are not supported");
    }
    columns.push({ name, value });
  } while (cursor.takeSymbol(","));
  return columns;
}

function readSeries<T>(cursor: Cursor, close: string, read: () => T): T[] {
  const items: T[] = [];
  if (cursor.takeSymbol(close)) return items;
  do items.push(read());
  while (cursor.takeSymbol(","));
  cursor.expectSymbol(close);
  return items;
}

function readLiteral(cursor: Cursor): Value | undefined {
  if (cursor.take("NULL")) return null;
  if (cursor.take("TRUE")) return true;
  if (cursor.take("FALSE")) return false;
  const isNegative = cursor.takeSymbol("-");
  const number = cursor.takeToken("number")?.value;
  if (number !== undefined) return readNumber(cursor, number, isNegative);
  if (isNegative) cursor.fail("a number");
  return cursor.takeToken("text")?.value ?? cursor.takeParameter()?.value;
}

function readNumber(cursor: Cursor, text: string, isNegative: boolean): number | bigint {
  const isInteger = /^(\d+|0[xo].*)$/.test(text);
  if (!isInteger) return isNegative ? -Number(text) : Number(text);
  const integer = isNegative ? -BigInt(text) : BigInt(text);
  return integer >= INT64_MIN && integer <= INT64_MAX
    ? integer
    : cursor.fail("an integer of 64 bits");
}

function readPath(cursor: Cursor, declared: ReadonlySet<string>): Expression {
  const start = cursor.position;
  const variable = cursor.name("a literal, a parameter or a variable");
  if (!declared.has(variable)) {
    cursor.position = start;
    cursor.fail("a literal, a parameter or a variable that stands before it");
  }
  cursor.countReference();
  const keys: (string | number)[] = [];
  for (;;) {
    if (cursor.takeSymbol(".")) keys.push(cursor.name("a property name"));
    else if (cursor.takeSymbol("[")) {
      keys.push(Number(cursor.takeToken("number")?.value ?? cursor.fail("an index")));
      cursor.expectSymbol("]");
    } else break;
  }
  return (variables) => keys.reduce(lookUp, variables.get(variable) ?? null);
}

function lookUp(subject: Value, key: string | number): Value {
  if (subject === null) return null;
  if (typeof key === "number" && Array.isArray(subject)) return subject[key] ?? null;
  if (typeof key === "string" && subject instanceof Map) return subject.get(key) ?? null;
  if (typeof key === "string" && subject instanceof Node)
    return subject.properties.get(key) ?? null;
  throw typeError(`Type mismatch: expected a ${typeof key === "number" ? "list" : "map"}`);
}
