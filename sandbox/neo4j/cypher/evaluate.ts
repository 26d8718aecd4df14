import { Neo4jError } from "../security/types.ts";
import type { Expression } from "./ast.ts";
import { typeName } from "./comparison.ts";
import { applyBinary, applyNegate, applyNot } from "./operators.ts";
import { Node, type Value, type ValueMap } from "./value.ts";

/** What an expression sees. */
export interface Scope {
  parameters: ReadonlyMap<string, Value>;
  variables: ReadonlyMap<string, Value>;
}

/**
 * The value of an expression without aggregation.
 *
 * @throws Neo4jError Statement.TypeError, Statement.ArithmeticError
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  const of = (inner: Expression) => evaluate(inner, scope);
  switch (expression.type) {
    case "literal":
      return expression.value;
    case "parameter":
      return scope.parameters.get(expression.name) ?? null;
    case "variable":
      return scope.variables.get(expression.name) ?? null;
    case "list":
      return expression.items.map(of);
    case "map":
      return new Map(expression.entries.map(({ key, value }) => [key, of(value)]));
    case "property":
      return property(of(expression.subject), expression.key);
    case "not":
      return applyNot(of(expression.operand));
    case "negate":
      return applyNegate(of(expression.operand));
    case "isNull":
      return (of(expression.operand) === null) !== expression.negated;
    case "binary":
      return applyBinary(expression.operator, of(expression.left), of(expression.right));
    case "labels":
      return onNode(of(expression.operand), (node) => [...node.labels]);
    case "elementId":
      return onNode(of(expression.operand), (node) => node.elementId);
    case "count":
      throw new Error("count() is evaluated over rows");
  }
}

/** The entries of a property map, without those whose value is null. */
export function evaluateProperties(
  entries: readonly { key: string; value: Expression }[],
  scope: Scope,
): ValueMap {
  const properties: ValueMap = new Map();
  for (const { key, value } of entries) {
    const result = evaluate(value, scope);
    if (result !== null) properties.set(key, result);
  }
  return properties;
}

function property(subject: Value, key: string): Value {
  if (subject === null) return null;
  if (subject instanceof Node) return subject.properties.get(key) ?? null;
  if (subject instanceof Map) return subject.get(key) ?? null;
  throw typeError("Map or Node", subject);
}

function onNode(value: Value, read: (node: Node) => Value): Value {
  if (value === null) return null;
  if (value instanceof Node) return read(value);
  throw typeError("Node", value);
}

function typeError(expected: string, value: Value): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.TypeError",
    `Type mismatch: expected ${expected} but was ${typeName(value)}`,
  );
}
