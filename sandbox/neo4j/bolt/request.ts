import type { Buffer } from "node:buffer";
import { Structure, type Value, type ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import { isValueStructure } from "./packstream/structures.ts";
import { PackstreamError, unpack } from "./packstream/unpack.ts";
import { type BoltVersion, since } from "./version.ts";

/** What a client may ask for, with its fields checked. */
export type Request =
  | { type: "HELLO"; extra: ValueMap }
  | { type: "LOGON"; auth: ValueMap }
  | { type: "LOGOFF" }
  | { type: "TELEMETRY"; api: bigint }
  | { type: "GOODBYE" }
  | { type: "RESET" }
  | { type: "RUN"; query: string; parameters: ValueMap; extra: TransactionExtra }
  | { type: "PULL"; n: number; qid: number | undefined }
  | { type: "DISCARD"; n: number; qid: number | undefined }
  | { type: "BEGIN"; extra: TransactionExtra }
  | { type: "COMMIT" }
  | { type: "ROLLBACK" }
  | { type: "ROUTE"; database: string | undefined; impersonated: string | undefined };

export type RequestType = Request["type"];

/** The `extra` of RUN and BEGIN, as far as this server acts on it. */
export interface TransactionExtra {
  database: string | undefined;
  /** `r` promises not to write. */
  mode: "r" | "w";
  impersonated: string | undefined;
  bookmarks: string[];
}

const REQUEST_INVALID = "Neo.ClientError.Request.Invalid";
const INVALID_FORMAT = "Neo.ClientError.Request.InvalidFormat";

interface Signature {
  type: RequestType;
  fields: number;
  /** The first Bolt 5 minor version that has the message. */
  since?: number;
}

const SIGNATURES: ReadonlyMap<number, Signature> = new Map([
  [0x01, { type: "HELLO", fields: 1 }],
  [0x02, { type: "GOODBYE", fields: 0 }],
  [0x0f, { type: "RESET", fields: 0 }],
  [0x10, { type: "RUN", fields: 3 }],
  [0x11, { type: "BEGIN", fields: 1 }],
  [0x12, { type: "COMMIT", fields: 0 }],
  [0x13, { type: "ROLLBACK", fields: 0 }],
  [0x2f, { type: "DISCARD", fields: 1 }],
  [0x3f, { type: "PULL", fields: 1 }],
  [0x54, { type: "TELEMETRY", fields: 1, since: 4 }],
  [0x66, { type: "ROUTE", fields: 3 }],
  [0x6a, { type: "LOGON", fields: 1, since: 1 }],
  [0x6b, { type: "LOGOFF", fields: 0, since: 1 }],
]);

/**
 * Reads one message.
 *
 * @throws Neo4jError Request.Invalid for what is no message of this version, Request.InvalidFormat
 * for a field of the wrong type or value
 */
export function readRequest(message: Buffer, version: BoltVersion): Request {
  const structure = decode(message);
  const signature = SIGNATURES.get(structure.tag);
  const tag = `0x${structure.tag.toString(16).toUpperCase().padStart(2, "0")}`;
  if (!signature || !since(version, signature.since ?? 0)) {
    const name = `${version.major}.${version.minor}`;
    throw new Neo4jError(REQUEST_INVALID, `Unexpected message ${tag} in Bolt ${name}`);
  }
  const { type, fields } = signature;
  if (structure.fields.length !== fields) {
    const got = structure.fields.length;
    throw new Neo4jError(
      INVALID_FORMAT,
      `Illegal struct size: Expected struct ${tag} (${type}) to be ${fields} fields but got ${got}`,
    );
  }
  const request = build(type, structure.fields);
  if (request.type === "HELLO") checkAgent(request.extra, version);
  return request;
}

/** Clients name themselves in `user_agent`, and since Bolt 5.3 in `bolt_agent` with a product. */
function checkAgent(extra: ValueMap, version: BoltVersion): void {
  const userAgent = optionalText(extra, "user_agent");
  if (since(version, 3)) {
    const agent = map("bolt_agent", extra.get("bolt_agent") ?? null);
    text("product", agent.get("product") ?? null);
  } else if (userAgent === undefined) {
    throw illegal("user_agent", "Expected value to be non-null");
  }
}

function decode(message: Buffer): Structure {
  let value: Value;
  try {
    value = unpack(message);
  } catch (error) {
    if (!(error instanceof PackstreamError)) throw error;
    throw new Neo4jError(REQUEST_INVALID, `Invalid PackStream message: ${error.message}`);
  }
  if (value instanceof Structure) return value;
  throw new Neo4jError(REQUEST_INVALID, "Expected a message structure");
}

function build(type: RequestType, fields: readonly Value[]): Request {
  const [first = null, second = null, third = null] = fields;
  switch (type) {
    case "HELLO":
      return { type, extra: map("extra", first) };
    case "LOGON":
      return { type, auth: map("auth", first) };
    case "TELEMETRY":
      return { type, api: telemetryApi(first) };
    case "RUN":
      return {
        type,
        query: text("query", first),
        parameters: parameters(second),
        extra: transactionExtra(map("extra", third)),
      };
    case "BEGIN":
      return { type, extra: transactionExtra(map("extra", first)) };
    case "PULL":
    case "DISCARD":
      return { type, ...streamExtra(map("extra", first)) };
    case "ROUTE": {
      map("routing", first);
      texts("bookmarks", second);
      const extra = map("extra", third);
      return {
        type,
        database: optionalText(extra, "db") || undefined,
        impersonated: optionalText(extra, "imp_user") || undefined,
      };
    }
    default:
      return { type };
  }
}

function transactionExtra(extra: ValueMap): TransactionExtra {
  const mode = optionalText(extra, "mode") ?? "w";
  if (mode !== "r" && mode !== "w") {
    throw illegal("mode", `Expecting access mode value to be 'r' or 'w' but got '${mode}'`);
  }
  return {
    database: optionalText(extra, "db") || undefined,
    mode,
    impersonated: optionalText(extra, "imp_user") || undefined,
    bookmarks: texts("bookmarks", extra.get("bookmarks") ?? []),
  };
}

function streamExtra(extra: ValueMap): { n: number; qid: number | undefined } {
  const n = extra.get("n") ?? null;
  if (typeof n !== "bigint") throw illegal("n", "Expected long");
  if (n < -1n || n === 0n) {
    throw illegal("n", `Expecting size to be at least 1 or exactly -1 but got ${n}`);
  }
  const qid = extra.get("qid") ?? -1n;
  if (typeof qid !== "bigint") throw illegal("qid", "Expected long");
  return {
    n: n === -1n ? Number.POSITIVE_INFINITY : Number(n),
    qid: qid === -1n ? undefined : Number(qid),
  };
}

function telemetryApi(value: Value): bigint {
  if (typeof value === "bigint" && value >= 0n && value <= 3n) return value;
  throw illegal("api", "Expected a number from 0 to 3");
}

function parameters(value: Value): ValueMap {
  const entries = map("params", value);
  for (const parameter of entries.values()) checkValue(parameter);
  return entries;
}

/** Parameters hold values only: no nodes, no messages, no structure with the wrong fields. */
function checkValue(value: Value): void {
  if (Array.isArray(value)) {
    for (const item of value) checkValue(item);
  } else if (value instanceof Map) {
    for (const item of value.values()) checkValue(item);
  } else if (value instanceof Structure && !isValueStructure(value)) {
    const tag = value.tag.toString(16).toUpperCase();
    throw illegal("params", `Structure 0x${tag} is not a value`);
  }
}

function map(field: string, value: Value): ValueMap {
  if (value instanceof Map) return value;
  throw illegal(field, "Expected map");
}

function text(field: string, value: Value): string {
  if (typeof value === "string") return value;
  throw illegal(field, "Expected string");
}

function optionalText(extra: ValueMap, field: string): string | undefined {
  const value = extra.get(field) ?? null;
  return value === null ? undefined : text(field, value);
}

function texts(field: string, value: Value): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw illegal(field, "Expected list of strings");
}

function illegal(field: string, reason: string): Neo4jError {
  return new Neo4jError(INVALID_FORMAT, `Illegal value for field "${field}": ${reason}`);
}
