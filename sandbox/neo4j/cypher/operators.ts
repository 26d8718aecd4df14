import { Neo4jError } from "../security/types.ts";
import type { BinaryOperator } from "./ast.ts";
import { compare, equal, isNumber, logic, negate, truthOf, typeName } from "./comparison.ts";
import { outOfMemory } from "./errors.ts";
import { INT64_MAX, INT64_MIN, type Value } from "./value.ts";

type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/** Characters of a string, or items of a list, that `+` may make. */
const MAX_CONCATENATION = 1_000_000;

/**
 * Applies an operator with Cypher's rules: null in, null out (except AND, OR), INTEGERs of 64 bits.
 *
 * @throws Neo4jError Statement.TypeError or Statement.ArithmeticError
 */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case "AND":
    case "OR":
    case "XOR":
      return logic(operator, truthOf(left), truthOf(right));
    case "=":
      return equal(left, right);
    case "<>":
      return negate(equal(left, right));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(operator, left, right);
    case "+":
      return add(left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

/** Boolean negation; null stays null. */
export function applyNot(value: Value): Value {
  return negate(truthOf(value));
}

/** The sign change of a number. */
export function applyNegate(value: Value): Value {
  if (value === null) return null;
  if (typeof value === "number") return -value;
  if (typeof value === "bigint") return int64(-value);
  throw typeError(`Type mismatch: expected Float or Integer but was ${typeName(value)}`);
}

function add(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (Array.isArray(left) || Array.isArray(right)) {
    const [first, second] = [left, right].map((side) => (Array.isArray(side) ? side : [side]));
    return concatenated(first ?? [], second ?? [], (a, b) => [...a, ...b]);
  }
  const isText = typeof left === "string" || typeof right === "string";
  if (isText && isWritable(left) && isWritable(right)) {
    return concatenated(String(left), String(right), (a, b) => a + b);
  }
  return arithmetic("+", left, right);
}

function concatenated<T extends { length: number }>(left: T, right: T, join: (a: T, b: T) => T): T {
  if (left.length + right.length > MAX_CONCATENATION) throw outOfMemory(MAX_CONCATENATION, "items");
  return join(left, right);
}

function isWritable(value: Value): value is string | number | bigint {
  return typeof value === "string" || isNumber(value);
}

function arithmetic(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (typeof left === "bigint" && typeof right === "bigint") return integers(operator, left, right);
  if (isNumber(left) && isNumber(right)) return floats(operator, Number(left), Number(right));
  throw typeError(
    `Cannot apply \`${operator}\` to \`${typeName(left)}\` and \`${typeName(right)}\``,
  );
}

function integers(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  if ((operator === "/" || operator === "%") && right === 0n) throw arithmeticError("/ by zero");
  switch (operator) {
    case "+":
      return int64(left + right);
    case "-":
      return int64(left - right);
    case "*":
      return int64(left * right);
    case "/":
      return int64(left / right);
    case "%":
      return left % right;
  }
}

function floats(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function int64(value: bigint): bigint {
  if (value >= INT64_MIN && value <= INT64_MAX) return value;
  throw arithmeticError("long overflow");
}

function typeError(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.TypeError", message);
}

function arithmeticError(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.ArithmeticError", message);
}
