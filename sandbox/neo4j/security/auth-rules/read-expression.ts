import { combine, compare, contains, type Expression, equal, negated } from "./expression.ts";
import { type Reading, readCall } from "./read-call.ts";

const DEPTH = 50;

const ORDERS: readonly [sign: string, holds: (order: number) => boolean][] = [
  ["<=", (order) => order <= 0],
  [">=", (order) => order >= 0],
  ["<", (order) => order < 0],
  [">", (order) => order > 0],
];

/** @throws Neo4jError UnsupportedOperationError */
export function readOr(reading: Reading, depth = 0): Expression {
  if (depth > DEPTH) reading.cursor.fail("a condition that is less deep");
  return series(reading, "OR", true, () =>
    series(reading, "AND", false, () => readNot(reading, depth)),
  );
}

function series({ cursor }: Reading, word: string, decisive: boolean, read: () => Expression) {
  const parts = [read()];
  while (cursor.take(word)) parts.push(read());
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return ((scope) =>
    combine(
      parts.map((part) => part(scope)),
      decisive,
    )) as Expression;
}

function readNot(reading: Reading, depth: number): Expression {
  if (!reading.cursor.take("NOT")) return readComparison(reading, depth);
  if (depth > DEPTH) reading.cursor.fail("a condition that is less deep");
  const inner = readNot(reading, depth + 1);
  return (scope) => negated(inner(scope));
}

function readComparison(reading: Reading, depth: number): Expression {
  const { cursor } = reading;
  const left = readValue(reading, depth);
  const right = () => readValue(reading, depth);
  if (cursor.take("IS NOT NULL")) return (scope) => left(scope) !== null;
  if (cursor.take("IS NULL")) return (scope) => left(scope) === null;
  if (cursor.take("IN")) {
    const list = right();
    return (scope) => contains(list(scope), left(scope));
  }
  if (cursor.take("<>")) {
    const other = right();
    return (scope) => negated(equal(left(scope), other(scope)));
  }
  if (cursor.take("=")) {
    const other = right();
    return (scope) => equal(left(scope), other(scope));
  }
  for (const [sign, holds] of ORDERS) {
    if (!cursor.take(sign)) continue;
    const other = right();
    return (scope) => compare(left(scope), other(scope), holds);
  }
  return left;
}

function readValue(reading: Reading, depth: number): Expression {
  const { cursor, variables } = reading;
  if (cursor.take("(")) {
    const inner = readOr(reading, depth + 1);
    cursor.expect(")");
    return inner;
  }
  if (cursor.take("[")) return readList(reading, depth);
  const call = readCall(reading, (inner) => readOr(inner, depth + 1));
  if (call) return call;
  for (const [word, value] of [
    ["TRUE", true],
    ["FALSE", false],
    ["NULL", null],
  ] as const) {
    if (cursor.take(word)) return () => value;
  }
  const text = cursor.takeKind("text");
  if (text !== undefined) return () => text;
  const number = cursor.takeKind("number");
  if (number !== undefined) return () => Number(number);
  const variable = cursor.name("a claim, a time, a list or a value");
  if (!variables.includes(variable)) cursor.fail("an operator");
  return (scope) => scope.variables.get(variable) ?? null;
}

function readList(reading: Reading, depth: number): Expression {
  const { cursor } = reading;
  const items: Expression[] = [];
  while (!cursor.take("]")) {
    if (items.length > 0) cursor.expect(",");
    items.push(readOr(reading, depth + 1));
  }
  return (scope) => items.map((item) => item(scope));
}
