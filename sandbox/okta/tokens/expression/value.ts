import { isDeepStrictEqual } from "node:util";
import { ExpressionError } from "./error.ts";

/** What an expression can evaluate to: any JSON value. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [name: string]: Value };

export function equal(left: Value, right: Value): boolean {
  return isDeepStrictEqual(left, right);
}

export function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw mismatch("an array", value);
}

export function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw mismatch("a string", value);
}

export function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw mismatch("a boolean", value);
}

export function amount(value: Value): number {
  if (typeof value === "number") return value;
  throw mismatch("a number", value);
}

function mismatch(wanted: string, value: Value | undefined): ExpressionError {
  const found = value === null || value === undefined ? "null" : nameOf(value);
  return new ExpressionError("type", `Expected ${wanted}, found ${found}.`);
}

function nameOf(value: NonNullable<Value>): string {
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
