import { ExpressionError } from "./error.ts";
import { call } from "./functions.ts";
import { callOnGroups, type GroupOfUser } from "./group-functions.ts";
import { parse } from "./parser.ts";
import type { BinaryOperator, Node } from "./syntax.ts";
import { amount, equal, list, text, truth, type Value } from "./value.ts";

/**
 * What an expression can see. Without a user, `appuser` and `user` are null and so are their attributes;
 * any other name is unknown.
 */
export interface Context {
  readonly app: {
    readonly id: string;
    readonly clientId: string;
    readonly profile: Record<string, unknown> | null;
  };
  readonly access: { readonly scope: readonly string[] };
  /** The user's profile. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** The user as the app knows it. */
  readonly appuser?: Readonly<Record<string, unknown>>;
  /** The user's groups. */
  readonly groups?: readonly GroupOfUser[];
}

/**
 * The value of an expression of the supported subset of Okta Expression Language.
 * @throws ExpressionError for one that cannot be read, or reads or calls something unknown
 */
export function evaluate(source: string, context: Context): Value {
  return resolve(tree(source), context);
}

/** Trees of the expressions evaluated last; a claim is evaluated again for every token. */
const trees = new Map<string, Node>();
const KEPT_TREES = 100;

function tree(source: string): Node {
  const known = trees.get(source);
  if (known) return known;
  const parsed = parse(source);
  if (trees.size === KEPT_TREES) trees.clear();
  trees.set(source, parsed);
  return parsed;
}

function resolve(node: Node, context: Context): Value {
  switch (node.type) {
    case "literal":
      return node.value;
    case "list":
      return node.items.map((item) => resolve(item, context));
    case "attribute":
      return attribute(node.path, context);
    case "call":
      return callByName(
        node.name,
        node.args.map((arg) => resolve(arg, context)),
        context,
      );
    case "not":
      return !truth(resolve(node.operand, context));
    case "choice":
      return resolve(truth(resolve(node.condition, context)) ? node.yes : node.no, context);
    case "binary":
      return binary(node.operator, node.left, node.right, context);
  }
}

/** Functions on groups exist where there is a user. */
function callByName(name: string, args: readonly Value[], { groups }: Context): Value {
  const onGroups = groups && callOnGroups(name, groups, args);
  return onGroups === undefined ? call(name, args) : onGroups;
}

function binary(operator: BinaryOperator, left: Node, right: Node, context: Context): Value {
  const first = resolve(left, context);
  if (operator === "||") return truth(first) || truth(resolve(right, context));
  if (operator === "&&") return truth(first) && truth(resolve(right, context));
  return OPERATIONS[operator](first, resolve(right, context));
}

/** The operators that look at both their operands. */
const OPERATIONS: Record<
  Exclude<BinaryOperator, "||" | "&&">,
  (left: Value, right: Value) => Value
> = {
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": (left, right) => amount(left) < amount(right),
  "<=": (left, right) => amount(left) <= amount(right),
  ">": (left, right) => amount(left) > amount(right),
  ">=": (left, right) => amount(left) >= amount(right),
  "+": plus,
};

function plus(left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (Array.isArray(left)) return [...left, ...list(right)];
  return text(left) + text(right);
}

function attribute(path: readonly string[], context: Context): Value {
  const [root, first, ...rest] = path;
  const { app, access } = context;
  const unknown = () =>
    new ExpressionError("unknown-attribute", `Unknown attribute '${path.join(".")}'.`);
  if (root === "appuser" || root === "user") {
    return member((context[root] ?? null) as Value, path.slice(1), unknown);
  }
  if (root === "access" && first === "scope" && rest.length === 0) return access.scope;
  if (root !== "app") throw unknown();
  if (first === "profile") return member(app.profile as Value, rest, unknown);
  if (rest.length === 0 && (first === "id" || first === "clientId")) return app[first];
  throw unknown();
}

function member(value: Value, path: readonly string[], unknown: () => ExpressionError): Value {
  const [name, ...rest] = path;
  if (name === undefined || value === null) return value;
  if (typeof value !== "object" || Array.isArray(value)) throw unknown();
  const found = Object.hasOwn(value, name) ? (value as Record<string, Value>)[name] : null;
  return member(found ?? null, rest, unknown);
}
