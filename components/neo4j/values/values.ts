import { isMap, type Tree } from "../../../access/tree.ts";

/** Helm values; leaves may be Pulumi Outputs. */
export type Values = Tree;

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
