import type { Path } from "../../../access/finding.ts";

/** A tree of Helm values; leaves may be Pulumi Outputs. */
export interface Values {
  [key: string]: unknown;
}

/**
 * Merges Helm values: maps by key, lists by appending the addition, anything else by taking the
 * addition. Neither argument is changed.
 */
export function mergeValues(base: Values, addition: Values): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(addition)) {
    const present = merged[key];
    if (isMap(present) && isMap(value)) merged[key] = mergeValues(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) merged[key] = [...present, ...value];
    else merged[key] = value;
  }
  return merged;
}

/** True for an object literal; false for lists, null and class instances such as Outputs. */
export function isMap(value: unknown): value is Values {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value at a path of keys and list indices; undefined where a step is missing. */
export function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
    return isMap(value) && Object.hasOwn(value, key) ? value[key as string] : undefined;
  }, values);
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
