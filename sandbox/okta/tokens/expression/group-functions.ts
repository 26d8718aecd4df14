import { ExpressionError } from "./error.ts";
import { amount, equal, list, text, type Value } from "./value.ts";

/** A group of the user. */
export interface GroupOfUser {
  readonly id: string;
  readonly name: string;
}

type GroupFunction = (groups: readonly GroupOfUser[], ...args: Value[]) => Value;

/** The most groups that a function may be asked for. */
const MAX_LIMIT = 100;

/** Names of the groups that match; null for none, which leaves the claim out. */
function named(matches: (name: string, pattern: string) => boolean): GroupFunction {
  return (groups, _source, pattern, limit) => {
    const part = text(pattern);
    const found = groups.map(({ name }) => name).filter((name) => matches(name, part));
    return found.length > 0 ? found.slice(0, limitOf(limit)) : null;
  };
}

function limitOf(value: Value | undefined): number {
  const limit = amount(value ?? null);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new ExpressionError("type", `Expected a limit from 1 to ${MAX_LIMIT}, found ${limit}.`);
}

/** Okta's functions on the groups of a user, by name, with how many arguments each takes. */
const GROUP_FUNCTIONS = new Map<string, readonly [takes: number, act: GroupFunction]>([
  ["Groups.startsWith", [3, named((name, part) => name.startsWith(part))]],
  ["Groups.endsWith", [3, named((name, part) => name.endsWith(part))]],
  ["Groups.contains", [3, named((name, part) => name.includes(part))]],
  ["getFilteredGroups", [3, filtered]],
  ["isMemberOfGroup", [1, (groups, id) => groups.some((group) => group.id === text(id))]],
  ["isMemberOfGroupName", [1, (groups, name) => groups.some((group) => group.name === text(name))]],
]);

/** The groups of a list of ids, each as an attribute of it. */
function filtered(groups: readonly GroupOfUser[], ids?: Value, attribute?: Value, limit?: Value) {
  const wanted = list(ids);
  const name = /^group\.(id|name)$/.exec(text(attribute))?.[1] as keyof GroupOfUser | undefined;
  if (name === undefined) {
    throw new ExpressionError("unknown-attribute", `Unknown attribute '${text(attribute)}'.`);
  }
  const found = groups.filter(({ id }) => wanted.some((one) => equal(one, id)));
  return found.length > 0 ? found.slice(0, limitOf(limit)).map((group) => group[name]) : null;
}

/**
 * Calls a function on the groups of a user.
 * @returns undefined for a name that is none of them
 * @throws ExpressionError `type` for wrong arguments
 */
export function callOnGroups(
  name: string,
  groups: readonly GroupOfUser[],
  args: readonly Value[],
): Value | undefined {
  const found = GROUP_FUNCTIONS.get(name);
  if (!found) return undefined;
  const [takes, act] = found;
  if (args.length === takes) return act(groups, ...args);
  throw new ExpressionError(
    "type",
    `Function '${name}' takes ${takes} argument(s), not ${args.length}.`,
  );
}
