import type { Expression, Statement } from "./ast.ts";
import { semanticError, unsupported } from "./errors.ts";
import { closedExpressions, itemsOf, patternsOf, walk } from "./walk.ts";

/**
 * Refuses variables that no pattern declares, and aggregation in places where it has no meaning.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function checkVariables(statement: Statement, text: string): void {
  const declared = declaredIn(statement, text);
  for (const expression of closedExpressions(statement)) {
    requireVariables(expression, new Set(), text);
    refuseCount([...walk(expression)], text);
  }
  const items = itemsOf(statement).map((item) => item.expression);
  for (const expression of items) {
    requireVariables(expression, declared, text);
    refuseCount([...walk(expression)].slice(1), text);
  }
  const counts = items.filter((expression) => expression.type === "count");
  const [first] = counts;
  if (first && counts.length < items.length) {
    throw unsupported("Grouping by other columns beside count()", {
      statement: text,
      offset: first.offset,
    });
  }
}

/** The parameters that a statement needs, in the order of their first use. */
export function parametersOf(statement: Statement): string[] {
  const expressions = [
    ...closedExpressions(statement),
    ...itemsOf(statement).map((item) => item.expression),
  ];
  const names = expressions
    .flatMap((expression) => [...walk(expression)])
    .flatMap((expression) => (expression.type === "parameter" ? [expression.name] : []));
  return [...new Set(names)];
}

function declaredIn(statement: Statement, text: string): Set<string> {
  const declared = new Set<string>();
  for (const { variable } of patternsOf(statement)) {
    if (variable === undefined) continue;
    if (declared.has(variable)) {
      throw semanticError(`Variable \`${variable}\` already declared`, {
        statement: text,
        offset: 0,
      });
    }
    declared.add(variable);
  }
  return declared;
}

function requireVariables(expression: Expression, declared: ReadonlySet<string>, text: string) {
  for (const part of walk(expression)) {
    if (part.type === "variable" && !declared.has(part.name)) {
      throw semanticError(`Variable \`${part.name}\` not defined`, {
        statement: text,
        offset: part.offset,
      });
    }
  }
}

function refuseCount(parts: readonly Expression[], text: string): void {
  const count = parts.find((part) => part.type === "count");
  if (!count) return;
  throw unsupported("count() inside another expression", { statement: text, offset: count.offset });
}
