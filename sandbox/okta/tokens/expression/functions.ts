import { ExpressionError } from "./error.ts";
import { equal, list, text, type Value } from "./value.ts";

interface ExpressionFunction {
  readonly arity: number;
  readonly apply: (args: readonly Value[]) => Value;
}

const define = (arity: number, apply: (...args: Value[]) => Value): ExpressionFunction => ({
  arity,
  apply: (args) => apply(...args),
});

/** The functions of Okta Expression Language that need no user, by name. */
const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map([
  [
    "Arrays.contains",
    define(2, (array, item) => list(array).some((one) => equal(one, item ?? null))),
  ],
  ["Arrays.isEmpty", define(1, (array) => list(array).length === 0)],
  ["Arrays.size", define(1, (array) => list(array).length)],
  ["Arrays.add", define(2, (array, item) => [...list(array), item ?? null])],
  [
    "Arrays.remove",
    define(2, (array, item) => list(array).filter((one) => !equal(one, item ?? null))),
  ],
  ["Arrays.toCsvString", define(1, (array) => list(array).map(text).join(","))],
  ["String.append", define(2, (left, right) => text(left) + text(right))],
  [
    "String.join",
    { arity: -1, apply: ([separator, ...parts]) => parts.map(text).join(text(separator)) },
  ],
  ["String.len", define(1, (value) => text(value).length)],
  ["String.startsWith", define(2, (value, prefix) => text(value).startsWith(text(prefix)))],
  ["String.stringContains", define(2, (value, part) => text(value).includes(text(part)))],
  ["String.toLowerCase", define(1, (value) => text(value).toLowerCase())],
  ["String.toUpperCase", define(1, (value) => text(value).toUpperCase())],
]);

/** Calls a function by name. @throws ExpressionError `unknown-function`, or `type` for wrong arguments */
export function call(name: string, args: readonly Value[]): Value {
  const found = FUNCTIONS.get(name);
  if (!found) throw new ExpressionError("unknown-function", `Unknown function '${name}'.`);
  if (found.arity >= 0 && args.length !== found.arity) {
    throw new ExpressionError(
      "type",
      `Function '${name}' takes ${found.arity} argument(s), not ${args.length}.`,
    );
  }
  return found.apply(args);
}
