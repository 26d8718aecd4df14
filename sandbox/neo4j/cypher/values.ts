import type { Cursor } from "./cursor.ts";
import { INT64_MAX, INT64_MIN, type Value, type ValueMap } from "./value.ts";

/** How deep lists and maps may nest. */
const MAX_DEPTH = 100;

/**
 * Reads a literal or a parameter.
 *
 * @throws UnknownStatementError for any other expression
 */
export function readValue(cursor: Cursor, depth = 0): Value {
  if (depth > MAX_DEPTH) cursor.fail(`at most ${MAX_DEPTH} brackets around a value`);
  if (cursor.take("[")) return readSeries(cursor, "]", () => readValue(cursor, depth + 1));
  if (cursor.isNext("{")) return readMap(cursor, depth + 1);
  if (cursor.take("NULL")) return null;
  if (cursor.take("TRUE")) return true;
  if (cursor.take("FALSE")) return false;
  const isNegative = cursor.take("-");
  const number = cursor.takeKind("number");
  if (number !== undefined) return readNumber(cursor, number, isNegative);
  if (isNegative) cursor.fail("a number");
  const parameter = cursor.takeParameter();
  return parameter
    ? parameter.value
    : (cursor.takeKind("text") ?? cursor.fail("a literal or a parameter"));
}

/** Reads `{key: value, ...}`. @throws as `readValue` */
export function readMap(cursor: Cursor, depth = 0): ValueMap {
  cursor.expect("{");
  const entries = readSeries(cursor, "}", (): [string, Value] => {
    const key = cursor.name("a property name");
    cursor.expect(":");
    return [key, readValue(cursor, depth)];
  });
  return new Map(entries);
}

function readSeries<T>(cursor: Cursor, close: string, read: () => T): T[] {
  const items: T[] = [];
  if (cursor.take(close)) return items;
  do items.push(read());
  while (cursor.take(","));
  cursor.expect(close);
  return items;
}

function readNumber(cursor: Cursor, text: string, isNegative: boolean): number | bigint {
  if (!/^(\d+|0[xo].*)$/.test(text)) return isNegative ? -Number(text) : Number(text);
  const integer = isNegative ? -BigInt(text) : BigInt(text);
  const fits = integer >= INT64_MIN && integer <= INT64_MAX;
  return fits ? integer : cursor.fail("an integer of 64 bits");
}
