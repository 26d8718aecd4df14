import type { Facts } from "./condition.ts";

/** A value in a condition; null is unknown, and what is compared with it is unknown too. */
export type Plain = null | boolean | number | string | Plain[];

/** What an expression is worked out in. */
export interface Scope extends Facts {
  variables: ReadonlyMap<string, Plain>;
}

/** @throws NOT_FULFILLABLE for values of the wrong type */
export type Expression = (scope: Scope) => Plain;

/** Thrown for what Neo4j could not work out: the rule grants nothing then. */
export const NOT_FULFILLABLE = new Error("a value of the wrong type in the condition of a rule");

/** A claim as a value: what JSON has beside texts, numbers, truth values and lists is unknown. */
export function claimValue(claim: unknown): Plain {
  if (typeof claim === "string" || typeof claim === "boolean") return claim;
  if (typeof claim === "number") return claim;
  return Array.isArray(claim) ? claim.map(claimValue) : null;
}

function truth(value: Plain): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  throw NOT_FULFILLABLE;
}

export function negated(value: Plain): boolean | null {
  const known = truth(value);
  return known === null ? null : !known;
}

/** AND and OR in three values: one that decides does so beside an unknown one. */
export function combine(values: readonly Plain[], decisive: boolean): Plain {
  const all = values.map(truth);
  if (all.includes(decisive)) return decisive;
  return all.includes(null) ? null : !decisive;
}

export function equal(left: Plain, right: Plain): boolean | null {
  if (left === null || right === null) return null;
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  if (left.length !== right.length) return false;
  return combine(
    left.map((item, index) => equal(item, right[index] ?? null)),
    false,
  ) as boolean | null;
}

/** `x IN list`: unknown beside an unknown item unless another one is the same. */
export function contains(list: Plain, item: Plain): Plain {
  if (list === null) return null;
  if (!Array.isArray(list)) throw NOT_FULFILLABLE;
  return combine(
    list.map((one) => equal(one, item)),
    true,
  );
}

export function compare(left: Plain, right: Plain, holds: (order: number) => boolean): Plain {
  if (left === null || right === null) return null;
  if (typeof left !== typeof right || !["number", "string"].includes(typeof left)) return null;
  return holds(left < right ? -1 : left > right ? 1 : 0);
}
