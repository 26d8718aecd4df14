import type { Value, ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";

/** The error about one field of a message. It names the field and never its value. */
export function illegal(field: string, reason: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Request.InvalidFormat",
    `Illegal value for field "${field}": ${reason}`,
  );
}

/** @throws Neo4jError Request.InvalidFormat */
export function map(field: string, value: Value | undefined): ValueMap {
  if (value instanceof Map) return value;
  throw illegal(field, "Expected map");
}

/** @throws Neo4jError Request.InvalidFormat */
export function text(field: string, value: Value | undefined): string {
  if (typeof value === "string") return value;
  throw illegal(field, "Expected string");
}

/** @throws Neo4jError Request.InvalidFormat */
export function integer(field: string, value: Value | undefined): bigint {
  if (typeof value === "bigint") return value;
  throw illegal(field, "Expected long");
}

/** @throws Neo4jError Request.InvalidFormat */
export function texts(field: string, value: Value | undefined): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw illegal(field, "Expected list of strings");
}

/**
 * An entry that may be missing or null.
 *
 * @throws Neo4jError Request.InvalidFormat
 */
export function optionalText(entries: ValueMap, field: string): string | undefined {
  const value = entries.get(field) ?? null;
  return value === null ? undefined : text(field, value);
}

/** A name that may be missing, null or empty. */
export function optionalName(entries: ValueMap, field: string): string | undefined {
  return optionalText(entries, field) || undefined;
}
