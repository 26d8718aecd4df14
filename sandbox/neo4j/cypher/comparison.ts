import { Neo4jError } from "../security/types.ts";
import { Node, Structure, type Value } from "./value.ts";

/** Three-valued truth: true, false or unknown. */
export type Truth = boolean | null;

/** Cypher's `=`: unknown where a null inside decides. */
export function equal(left: Value, right: Value): Truth {
  if (left === null || right === null) return null;
  if (isNumber(left) && isNumber(right)) return left <= right && left >= right;
  if (Array.isArray(left) && Array.isArray(right)) return equalLists(left, right);
  if (left instanceof Map && right instanceof Map) {
    if (left.size !== right.size || [...left.keys()].some((key) => !right.has(key))) return false;
    return both([...left].map(([key, item]) => equal(item, right.get(key) ?? null)));
  }
  if (left instanceof Node && right instanceof Node) return left.id === right.id;
  if (left instanceof Structure && right instanceof Structure) {
    return left.tag === right.tag && equalLists(left.fields, right.fields);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return left.length === right.length && left.every((byte, index) => byte === right[index]);
  }
  return left === right;
}

/** `<` and its kin: unknown unless both are numbers, both text or both booleans. */
export function compare(operator: "<" | "<=" | ">" | ">=", left: Value, right: Value): Truth {
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

/** `AND`, `OR`, `XOR`. */
export function logic(operator: "AND" | "OR" | "XOR", left: Truth, right: Truth): Truth {
  if (operator === "AND") return both([left, right]);
  if (operator === "OR") return negate(both([negate(left), negate(right)]));
  return left === null || right === null ? null : left !== right;
}

export function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** @throws Neo4jError Statement.TypeError for what is neither a boolean nor null */
export function truthOf(value: Value): Truth {
  if (value === null || typeof value === "boolean") return value;
  throw new Neo4jError(
    "Neo.ClientError.Statement.TypeError",
    `Type mismatch: expected Boolean but was ${typeName(value)}`,
  );
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
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

function equalLists(left: readonly Value[], right: readonly Value[]): Truth {
  if (left.length !== right.length) return false;
  return both(left.map((item, index) => equal(item, right[index] ?? null)));
}

function both(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}
