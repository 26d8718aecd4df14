import { ExpressionError } from "./error.ts";
import { equal, list, text, type Value } from "./value.ts";

/** The functions of Okta Expression Language that need no user, by name. */
const FUNCTIONS = new Map<string, (...args: Value[]) => Value>([
  ["Arrays.contains", (array, item) => list(array).some((one) => equal(one, item ?? null))],
  ["Arrays.isEmpty", (array) => list(array).length === 0],
  ["Arrays.size", (array) => list(array).length],
  ["Arrays.add", (array, item) => [...list(array), item ?? null]],
  ["Arrays.remove", (array, item) => list(array).filter((one) => !equal(one, item ?? null))],
  ["Arrays.toCsvString", (array) => list(array).map(text).join(",")],
  ["String.append", (left, right) => text(left) + text(right)],
  ["String.join", (...[separator, ...parts]) => parts.map(text).join(text(separator))],
  ["String.len", (value) => text(value).length],
  ["String.startsWith", (value, prefix) => text(value).startsWith(text(prefix))],
  ["String.stringContains", (value, part) => text(value).includes(text(part))],
  ["String.toLowerCase", (value) => text(value).toLowerCase()],
  ["String.toUpperCase", (value) => text(value).toUpperCase()],
]);

/**
 * Calls a function by name. Each takes as many arguments as its parameters, one that lists none takes
 * any number.
 * @throws ExpressionError `unknown-function`, or `type` for wrong arguments
 */
export function call(name: string, args: readonly Value[]): Value {
  const found = FUNCTIONS.get(name);
  if (!found) throw new ExpressionError("unknown-function", `Unknown function '${name}'.`);
  if (found.length > 0 && args.length !== found.length) {
    throw new ExpressionError(
      "type",
      `Function '${name}' takes ${found.length} argument(s), not ${args.length}.`,
    );
  }
  return found(...args);
}
