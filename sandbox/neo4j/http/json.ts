import { Buffer } from "node:buffer";
import { type Node, Structure, type Value } from "../cypher/value.ts";
import { HttpError } from "./errors.ts";

/**
 * A value as the Query API's plain JSON: nodes as objects, bytes as base64, numbers that JSON does
 * not have as text.
 *
 * @throws HttpError 400 for an INTEGER that JavaScript numbers cannot hold, which would be rounded,
 * and for temporal and spatial values
 */
export function toJson(value: Value): unknown {
  if (typeof value === "bigint") return wholeNumber(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) return toObject(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Structure) throw unwritable("a temporal or spatial value");
  return describeNode(value);
}

function wholeNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw unwritable(`the integer ${value}`);
}

function describeNode({ elementId, labels, properties }: Node): unknown {
  return { elementId, labels, properties: toObject(properties) };
}

function toObject(map: ReadonlyMap<string, Value>): Record<string, unknown> {
  return Object.fromEntries([...map].map(([key, value]) => [key, toJson(value)]));
}

/** Why a value cannot be answered over HTTP. */
export function unwritable(what: string): HttpError {
  return new HttpError(
    400,
    "Neo.ClientError.Request.Invalid",
    `The sandbox's Neo4j stand-in cannot write ${what} as JSON; use Bolt.`,
  );
}
