import { Neo4jError } from "../security/types.ts";
import type { Expression, NodePattern, ReturnItem, Statement } from "./ast.ts";
import { equal } from "./comparison.ts";
import { evaluate, evaluateProperties, type Scope } from "./evaluate.ts";
import type { GraphTransaction } from "./graph.ts";
import type { Privileges } from "./privileges.ts";
import { NO_CHANGES, type Result } from "./result.ts";
import { parametersOf } from "./scope.ts";
import { SizeMeter } from "./size.ts";
import type { Node, Value } from "./value.ts";

/** Bytes that the rows of one statement may take. */
const MAX_RESULT = 64 * 1024 * 1024;

/** What a statement runs in. */
export interface ExecutionContext {
  graph: GraphTransaction;
  privileges: Privileges;
  parameters: ReadonlyMap<string, Value>;
  /** The one row of `dbms.components()`, by column. */
  components: ReadonlyMap<string, Value>;
}

/**
 * Runs a parsed statement at once.
 *
 * @throws Neo4jError
 */
export function execute(statement: Statement, context: ExecutionContext): Result {
  requireParameters(statement, context);
  switch (statement.type) {
    case "return":
      return read(statement, [new Map()], context);
    case "match":
      return read(statement, rowsOf(statement.pattern, context), context);
    case "create":
      return create(statement, context);
    case "delete":
      return remove(statement.pattern, context);
    case "components":
      return {
        fields: statement.columns.map(({ name }) => name),
        rows: [statement.columns.map(({ column }) => context.components.get(column) ?? null)],
        type: "r",
        counters: NO_CHANGES,
      };
  }
}

type Row = ReadonlyMap<string, Value>;

function requireParameters(statement: Statement, { parameters }: ExecutionContext): void {
  const missing = parametersOf(statement).filter((name) => !parameters.has(name));
  if (missing.length === 0) return;
  throw new Neo4jError(
    "Neo.ClientError.Statement.ParameterMissing",
    `Expected parameter(s): ${missing.join(", ")}`,
  );
}

function read(
  statement: Extract<Statement, { type: "return" | "match" }>,
  rows: readonly Row[],
  context: ExecutionContext,
): Result {
  const skip = windowSize("SKIP", statement.skip, context) ?? 0;
  const limit = windowSize("LIMIT", statement.limit, context) ?? Number.POSITIVE_INFINITY;
  const all = project(statement.items, rows, context);
  return {
    fields: statement.items.map(({ name }) => name),
    rows: all.slice(skip, skip + limit),
    type: "r",
    counters: NO_CHANGES,
  };
}

function project(items: ReturnItem[], rows: readonly Row[], context: ExecutionContext): Value[][] {
  const isAggregation = items.some(({ expression }) => expression.type === "count");
  if (isAggregation) return [items.map(({ expression }) => count(expression, rows, context))];
  const meter = new SizeMeter(MAX_RESULT);
  return rows.map((variables) => {
    const row = items.map(({ expression }) => evaluate(expression, scope(context, variables)));
    meter.add(row);
    return row;
  });
}

function count(expression: Expression, rows: readonly Row[], context: ExecutionContext): Value {
  const operand = expression.type === "count" ? expression.operand : undefined;
  if (!operand) return BigInt(rows.length);
  const counted = rows.filter((row) => evaluate(operand, scope(context, row)) !== null);
  return BigInt(counted.length);
}

function windowSize(clause: string, expression: Expression | undefined, context: ExecutionContext) {
  if (!expression) return undefined;
  const value = evaluate(expression, scope(context));
  if (typeof value === "bigint" && value >= 0n) return Number(value);
  throw new Neo4jError(
    "Neo.ClientError.Statement.ArgumentError",
    `Invalid input. '${String(value)}' is not a valid value for ${clause}. Must be a non-negative integer.`,
  );
}

function rowsOf(pattern: NodePattern, context: ExecutionContext): Row[] {
  return matching(pattern, context).map((node) => variablesOf(pattern, node));
}

function matching(pattern: NodePattern, context: ExecutionContext): Node[] {
  if (!context.privileges.mayRead) return [];
  const wanted = pattern.properties.map(
    ({ key, value }) => [key, evaluate(value, scope(context))] as const,
  );
  return [...context.graph.nodes()].filter(
    (node) =>
      pattern.labels.every((label) => node.labels.includes(label)) &&
      wanted.every(([key, value]) => equal(node.properties.get(key) ?? null, value) === true),
  );
}

function create(
  { patterns, items }: Extract<Statement, { type: "create" }>,
  context: ExecutionContext,
): Result {
  const counters = { ...NO_CHANGES };
  const variables = new Map<string, Value>();
  for (const pattern of patterns) {
    const node = createNode(pattern, context);
    counters.nodesCreated += 1;
    counters.labelsAdded += node.labels.length;
    counters.propertiesSet += node.properties.size;
    for (const [name, value] of variablesOf(pattern, node)) variables.set(name, value);
  }
  return {
    fields: items.map(({ name }) => name),
    rows: items.length > 0 ? project(items, [variables], context) : [],
    type: items.length > 0 ? "rw" : "w",
    counters,
  };
}

function createNode({ labels, properties }: NodePattern, context: ExecutionContext): Node {
  const { graph, privileges } = context;
  const values = evaluateProperties(properties, scope(context));
  privileges.requireCreate(labels);
  if (labels.some((label) => !graph.graph.knowsLabel(label))) privileges.requireNewToken("label");
  if ([...values.keys()].some((key) => !graph.graph.knowsPropertyKey(key))) {
    privileges.requireNewToken("property");
  }
  graph.graph.addNames(labels, values.keys());
  return graph.create(labels, values);
}

function remove(pattern: NodePattern, context: ExecutionContext): Result {
  const nodes = matching(pattern, context);
  for (const node of nodes) context.privileges.requireDelete(node.labels);
  for (const node of nodes) context.graph.delete(node);
  const counters = { ...NO_CHANGES, nodesDeleted: nodes.length };
  return { fields: [], rows: [], type: "w", counters };
}

function variablesOf({ variable }: NodePattern, node: Node): Map<string, Value> {
  return new Map(variable === undefined ? [] : [[variable, node]]);
}

function scope({ parameters }: ExecutionContext, variables: Row = new Map()): Scope {
  return { parameters, variables };
}
