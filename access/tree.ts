import type { Path } from "./finding.ts";

/** A tree of plain data, such as Helm values; leaves may be anything else, e.g. Pulumi Outputs. */
export interface Tree {
  [key: string]: unknown;
}

/** True for an object literal; false for lists, null and class instances such as Outputs. */
export function isMap(value: unknown): value is Tree {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value at a path of keys and list indices; undefined where a step is missing. */
export function valueAt(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
    return isMap(value) && Object.hasOwn(value, key) ? value[key as string] : undefined;
  }, tree);
}

/** Asks `judge` about every value of a tree, from the top down; `at` is where the value stands. */
export function walk<T>(
  value: unknown,
  judge: (value: unknown, at: Path) => readonly T[],
  at: Path = [],
): T[] {
  const parts: Iterable<[string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(isMap(value) ? value : {});
  const inside = [...parts].flatMap(([key, part]) => walk(part, judge, [...at, key]));
  return [...judge(value, at), ...inside];
}
