import type { Buffer } from "node:buffer";
import { Structure, type Value, type ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import { illegal, integer, map, optionalName, optionalText, text, texts } from "./fields.ts";
import { isValueStructure } from "./packstream/structures.ts";
import { PackstreamError, unpack } from "./packstream/unpack.ts";
import { signatureOf } from "./signatures.ts";
import { type BoltVersion, since } from "./version.ts";

/** What a client may ask for, with its fields checked. */
export type Request =
  | { type: "HELLO"; extra: ValueMap }
  | { type: "LOGON"; auth: ValueMap }
  | { type: "TELEMETRY"; api: bigint }
  | { type: "RUN"; query: string; parameters: ValueMap; extra: TransactionExtra }
  | { type: "BEGIN"; extra: TransactionExtra }
  | ({ type: "PULL" | "DISCARD" } & StreamExtra)
  | { type: "ROUTE"; database: string | undefined; impersonated: string | undefined }
  | { type: "LOGOFF" | "GOODBYE" | "RESET" | "COMMIT" | "ROLLBACK" };

/** The name of a request, as in the Bolt specification. */
export type RequestType = Request["type"];

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
 * Reads one message.
 *
 * @throws Neo4jError Request.Invalid for what is no message of this version, Request.InvalidFormat
 * for a field of the wrong type or value
 */
export function readRequest(message: Buffer, version: BoltVersion): Request {
  const structure = decode(message);
  const type = signatureOf(structure, version);
  const request = build(type, structure.fields);
  if (request.type === "HELLO") checkAgent(request.extra, version);
  return request;
}

function decode(message: Buffer): Structure {
  let value: Value;
  try {
    value = unpack(message);
  } catch (error) {
    if (!(error instanceof PackstreamError)) throw error;
    throw invalid(`Invalid PackStream message: ${error.message}`);
  }
  if (value instanceof Structure) return value;
  throw invalid("Expected a message structure");
}

function invalid(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Request.Invalid", message);
}

function build(type: RequestType, [first, second, third]: readonly Value[]): Request {
  switch (type) {
    case "HELLO":
      return { type, extra: map("extra", first) };
    case "LOGON":
      return { type, auth: map("auth", first) };
    case "TELEMETRY":
      return { type, api: telemetryApi(integer("api", first)) };
    case "RUN": {
      const extra = transactionExtra(map("extra", third));
      return { type, query: text("query", first), parameters: parameters(second), extra };
    }
    case "BEGIN":
      return { type, extra: transactionExtra(map("extra", first)) };
    case "PULL":
    case "DISCARD":
      return { type, ...streamExtra(map("extra", first)) };
    case "ROUTE": {
      map("routing", first);
      texts("bookmarks", second);
      const extra = map("extra", third);
      const impersonated = optionalName(extra, "imp_user");
      return { type, database: optionalName(extra, "db"), impersonated };
    }
    default:
      return { type };
  }
}

/** Clients name themselves in `user_agent`, and since Bolt 5.3 also in `bolt_agent` with a product. */
function checkAgent(extra: ValueMap, version: BoltVersion): void {
  if (optionalText(extra, "user_agent") === undefined) {
    throw illegal("user_agent", "Expected value to be non-null");
  }
  if (since(version, 3)) {
    text("product", map("bolt_agent", extra.get("bolt_agent")).get("product"));
  }
}

function transactionExtra(extra: ValueMap): TransactionExtra {
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

function streamExtra(extra: ValueMap): StreamExtra {
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

function telemetryApi(api: bigint): bigint {
  if (api >= 0n && api <= 3n) return api;
  throw illegal("api", "Expected a number from 0 to 3");
}

function parameters(value: Value | undefined): ValueMap {
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
