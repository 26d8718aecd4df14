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

/** Whether two values are the same, members of lists and objects included. */
export function equal(left: Value, right: Value): boolean {
  return isDeepStrictEqual(left, right);
}

/** The value as a list. @throws ExpressionError `type` */
export function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw mismatch("an array", value);
}

/** The value as text; numbers and booleans count. @throws ExpressionError `type` */
export function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw mismatch("a string", value);
}

/** The value as a truth value. @throws ExpressionError `type` */
export function truth(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw mismatch("a boolean", value);
}

/** The value as a number. @throws ExpressionError `type` */
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
