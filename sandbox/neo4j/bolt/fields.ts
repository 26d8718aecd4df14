import { Structure, type Value, type ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import { isValueStructure } from "./packstream/structures.ts";

/** The `extra` of RUN and BEGIN, as far as this server acts on it. */
export interface TransactionExtra {
  database: string | undefined;
  /** `r` promises not to write. */
  mode: "r" | "w";
  impersonated: string | undefined;
  bookmarks: string[];
}

/** How many records of which statement; without `qid` the last one. */
export interface StreamExtra {
  n: number;
  qid: number | undefined;
}

/**
 * The error about one field of a message. It names the field and never its value.
 *
 * @param gqlStatus default: a protocol error
 */
export function illegal(field: string, reason: string, gqlStatus = "08N06"): Neo4jError {
  const message = `Illegal value for field "${field}": ${reason}`;
  return new Neo4jError("Neo.ClientError.Request.Invalid", message, gqlStatus);
}

/** @throws Neo4jError Request.Invalid */
export function map(field: string, value: Value | undefined): ValueMap {
  if (value instanceof Map) return value;
  throw illegal(field, "Expected map");
}

/** @throws Neo4jError Request.Invalid */
export function text(field: string, value: Value | undefined): string {
  if (typeof value === "string") return value;
  throw illegal(field, "Expected string");
}

/** @throws Neo4jError Request.Invalid */
export function integer(field: string, value: Value | undefined): bigint {
  if (typeof value === "bigint") return value;
  throw illegal(field, "Expected long");
}

/** @throws Neo4jError Request.Invalid */
export function texts(field: string, value: Value | undefined): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw illegal(field, "Expected list of strings");
}

/**
 * An entry that may be missing or null.
 *
 * @throws Neo4jError Request.Invalid
 */
export function optionalText(entries: ValueMap, field: string): string | undefined {
  const value = entries.get(field) ?? null;
  return value === null ? undefined : text(field, value);
}

/** A name that may be missing, null or empty. */
export function optionalName(entries: ValueMap, field: string): string | undefined {
  return optionalText(entries, field) || undefined;
}

/** @throws Neo4jError Request.Invalid */
export function transactionExtra(value: Value | undefined): TransactionExtra {
  const extra = map("extra", value);
  const mode = optionalText(extra, "mode") ?? "w";
  if (mode !== "r" && mode !== "w") {
    throw illegal("mode", "Expecting access mode value to be 'r' or 'w'");
  }
  integer("tx_timeout", extra.get("tx_timeout") ?? 0n);
  map("tx_metadata", extra.get("tx_metadata") ?? new Map());
  return {
    database: optionalName(extra, "db"),
    mode,
    impersonated: optionalName(extra, "imp_user"),
    bookmarks: texts("bookmarks", extra.get("bookmarks") ?? []),
  };
}

/** @throws Neo4jError Request.Invalid */
export function streamExtra(value: Value | undefined): StreamExtra {
  const extra = map("extra", value);
  const n = integer("n", extra.get("n"));
  if (n < -1n || n === 0n) {
    throw illegal("n", `Expecting size to be at least 1 or exactly -1 but got ${n}`);
  }
  const qid = integer("qid", extra.get("qid") ?? -1n);
  return {
    n: n === -1n ? Number.POSITIVE_INFINITY : Number(n),
    qid: qid === -1n ? undefined : Number(qid),
  };
}

/** @throws Neo4jError Request.Invalid */
export function parameters(value: Value | undefined): ValueMap {
  const entries = map("params", value);
  for (const parameter of entries.values()) checkValue(parameter);
  return entries;
}

/** Parameters hold values only: no nodes, no messages, no structure with the wrong fields. */
function checkValue(value: Value): void {
  const isContainer = Array.isArray(value) || value instanceof Map;
  if (isContainer) {
    for (const item of value.values()) checkValue(item);
  } else if (value instanceof Structure && !isValueStructure(value)) {
    throw illegal("params", `Structure 0x${value.tag.toString(16).toUpperCase()} is not a value`);
  }
}
