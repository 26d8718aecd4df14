import { Neo4jError } from "../security/types.ts";
import type { BinaryOperator } from "./ast.ts";
import { INT64_MAX, INT64_MIN, Node, Structure, type Value } from "./value.ts";

const TYPE_ERROR = "Neo.ClientError.Statement.TypeError";
const ARITHMETIC_ERROR = "Neo.ClientError.Statement.ArithmeticError";

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
      return logic(operator, truth(left), truth(right));
    case "=":
      return equal(left, right);
    case "<>":
      return negateTruth(equal(left, right));
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
  return negateTruth(truth(value));
}

/** The sign change of a number. */
export function applyNegate(value: Value): Value {
  if (value === null) return null;
  if (typeof value === "number") return -value;
  if (typeof value === "bigint") return int64(-value);
  throw new Neo4jError(TYPE_ERROR, `Type mismatch: cannot negate ${typeName(value)}`);
}

/** Cypher's `=`: true, false, or null where a null inside decides. */
export function equal(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (isNumber(left) && isNumber(right)) return left <= right && left >= right;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    return all(left.map((item, index) => equal(item, right[index] ?? null)));
  }
  if (left instanceof Map && right instanceof Map) {
    if (left.size !== right.size || [...left.keys()].some((key) => !right.has(key))) return false;
    return all([...left].map(([key, item]) => equal(item, right.get(key) ?? null)));
  }
  if (left instanceof Node && right instanceof Node) return left.id === right.id;
  if (left instanceof Structure && right instanceof Structure) {
    return left.tag === right.tag && equal([...left.fields], [...right.fields]) === true;
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return left.length === right.length && left.every((byte, index) => byte === right[index]);
  }
  return left === right;
}

/** The name of a value's type in Neo4j's messages. */
export function typeName(value: Value): string {
  if (value === null) return "Null";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "bigint") return "Integer";
  if (typeof value === "number") return "Float";
  if (typeof value === "string") return "String";
  if (Array.isArray(value)) return "List";
  if (value instanceof Map) return "Map";
  if (value instanceof Node) return "Node";
  return value instanceof Uint8Array ? "ByteArray" : "Structure";
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function all(parts: (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function truth(value: Value): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  throw new Neo4jError(TYPE_ERROR, `Type mismatch: expected Boolean but was ${typeName(value)}`);
}

function negateTruth(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function logic(operator: "AND" | "OR" | "XOR", left: boolean | null, right: boolean | null) {
  if (operator === "AND") return all([left, right]);
  if (operator === "OR") return negateTruth(all([negateTruth(left), negateTruth(right)]));
  return left === null || right === null ? null : left !== right;
}

function compare(operator: "<" | "<=" | ">" | ">=", left: Value, right: Value): boolean | null {
  const comparable =
    (isNumber(left) && isNumber(right)) ||
    (typeof left === "string" && typeof right === "string") ||
    (typeof left === "boolean" && typeof right === "boolean");
  if (!comparable) return null;
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function add(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (Array.isArray(left)) return [...left, ...(Array.isArray(right) ? right : [right])];
  if (Array.isArray(right)) return [left, ...right];
  if (isText(left) && isText(right) && !(isNumber(left) && isNumber(right))) {
    return `${left}${right}`;
  }
  return arithmetic("+", left, right);
}

function isText(value: Value): value is string | number | bigint {
  return typeof value === "string" || isNumber(value);
}

function arithmetic(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (typeof left === "bigint" && typeof right === "bigint") return integers(operator, left, right);
  if (isNumber(left) && isNumber(right)) return floats(operator, Number(left), Number(right));
  throw new Neo4jError(
    TYPE_ERROR,
    `Cannot apply \`${operator}\` to \`${typeName(left)}\` and \`${typeName(right)}\``,
  );
}

function integers(operator: "+" | "-" | "*" | "/" | "%", left: bigint, right: bigint): bigint {
  if ((operator === "/" || operator === "%") && right === 0n) {
    throw new Neo4jError(ARITHMETIC_ERROR, "/ by zero");
  }
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

function floats(operator: "+" | "-" | "*" | "/" | "%", left: number, right: number): number {
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
  throw new Neo4jError(ARITHMETIC_ERROR, "long overflow");
}
