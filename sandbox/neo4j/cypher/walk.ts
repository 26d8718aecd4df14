import type { Expression, MapEntry, NodePattern, ReturnItem, Statement } from "./ast.ts";

/** An expression and everything within it, outside first. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of children(expression)) yield* walk(child);
}

function children(expression: Expression): Expression[] {
  switch (expression.type) {
    case "list":
      return expression.items;
    case "map":
      return values(expression.entries);
    case "property":
      return [expression.subject];
    case "binary":
      return [expression.left, expression.right];
    case "count":
      return expression.operand ? [expression.operand] : [];
    case "not":
    case "negate":
    case "isNull":
    case "labels":
    case "elementId":
      return [expression.operand];
    default:
      return [];
  }
}

/** The node patterns of a statement. */
export function patternsOf(statement: Statement): NodePattern[] {
  if (statement.type === "create") return statement.patterns;
  return "pattern" in statement ? [statement.pattern] : [];
}

/** The columns that a statement returns. */
export function itemsOf(statement: Statement): ReturnItem[] {
  return "items" in statement ? statement.items : [];
}

/** The expressions of a statement that see none of its variables. */
export function closedExpressions(statement: Statement): Expression[] {
  const inPatterns = patternsOf(statement).flatMap((pattern) => values(pattern.properties));
  const window =
    "limit" in statement || "skip" in statement ? [statement.skip, statement.limit] : [];
  return [...inPatterns, ...window.filter((expression) => expression !== undefined)];
}

function values(entries: readonly MapEntry[]): Expression[] {
  return entries.map((entry) => entry.value);
}
