import type { Buffer } from "node:buffer";
import { Structure, type Value, type ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import {
  illegal,
  integer,
  map,
  optionalName,
  optionalText,
  parameters,
  type StreamExtra,
  streamExtra,
  type TransactionExtra,
  text,
  texts,
  transactionExtra,
} from "./fields.ts";
import { PackstreamError, unpack } from "./packstream/unpack.ts";
import { type BoltVersion, since } from "./version.ts";

/** What a client may ask for, with its fields checked. */
export type Request =
  | { type: "HELLO"; extra: ValueMap }
  | { type: "LOGON"; auth: ValueMap }
  | { type: "RUN"; query: string; parameters: ValueMap; extra: TransactionExtra }
  | { type: "BEGIN"; extra: TransactionExtra }
  | ({ type: "PULL" | "DISCARD" } & StreamExtra)
  | ({ type: "ROUTE" } & RouteFields)
  | { type: "LOGOFF" | "GOODBYE" | "RESET" | "COMMIT" | "ROLLBACK" | "TELEMETRY" };

interface RouteFields {
  /** Where the client found the server; it is sent back there. */
  address: string | undefined;
  database: string | undefined;
  impersonated: string | undefined;
}

/** The name of a request, as in the Bolt specification. */
export type RequestType = Request["type"];

/** The messages by tag: name, count of fields, the first Bolt 5 minor version that has it, or 0 for all. */
const MESSAGES: ReadonlyMap<number, readonly [RequestType, number, number]> = new Map([
  [0x01, ["HELLO", 1, 0]],
  [0x02, ["GOODBYE", 0, 0]],
  [0x0f, ["RESET", 0, 0]],
  [0x10, ["RUN", 3, 0]],
  [0x11, ["BEGIN", 1, 0]],
  [0x12, ["COMMIT", 0, 0]],
  [0x13, ["ROLLBACK", 0, 0]],
  [0x2f, ["DISCARD", 1, 0]],
  [0x3f, ["PULL", 1, 0]],
  [0x54, ["TELEMETRY", 1, 4]],
  [0x66, ["ROUTE", 3, 0]],
  [0x6a, ["LOGON", 1, 1]],
  [0x6b, ["LOGOFF", 0, 1]],
]);

/**
 * Reads one message.
 *
 * @throws Neo4jError Request.Invalid for what is no message of this version or a field of the wrong
 * type or value, Request.InvalidFormat for too few or too many fields
 */
export function readRequest(message: Buffer, version: BoltVersion): Request {
  const { tag, fields } = decode(message);
  const name = `0x${tag.toString(16).toUpperCase().padStart(2, "0")}`;
  const [type, count, first = 0] = MESSAGES.get(tag) ?? [];
  if (!type || (first > 0 && !since(version, first))) {
    throw invalid(`Unexpected message ${name} in Bolt ${version.major}.${version.minor}`);
  }
  if (fields.length !== count) {
    throw new Neo4jError(
      "Neo.ClientError.Request.InvalidFormat",
      `Illegal struct size: Expected struct to be ${count} fields but got ${fields.length}`,
    );
  }
  return readFields(type, fields, version);
}

function decode(message: Buffer): Structure {
  try {
    const value = unpack(message);
    if (value instanceof Structure) return value;
  } catch (error) {
    if (!(error instanceof PackstreamError)) throw error;
    throw invalid(`Invalid PackStream message: ${error.message}`);
  }
  throw invalid("Expected a message structure");
}

function invalid(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Request.Invalid", message);
}

function readFields(
  type: RequestType,
  [first, second, third]: readonly Value[],
  version: BoltVersion,
): Request {
  switch (type) {
    case "HELLO":
      return { type, extra: withAgent(map("extra", first), version) };
    case "LOGON":
      return { type, auth: map("auth", first) };
    case "TELEMETRY": {
      const api = integer("api", first);
      if (api < 0n || api > 3n) throw illegal("api", "Expected a number from 0 to 3");
      return { type };
    }
    case "RUN": {
      const extra = transactionExtra(third);
      return { type, query: text("statement", first), parameters: parameters(second), extra };
    }
    case "BEGIN":
      return { type, extra: transactionExtra(first) };
    case "PULL":
    case "DISCARD":
      return { type, ...streamExtra(first) };
    case "ROUTE": {
      const address = optionalText(map("routing", first), "address");
      texts("bookmarks", second);
      const extra = map("extra", third);
      const impersonated = optionalName(extra, "imp_user");
      return { type, address, database: optionalName(extra, "db"), impersonated };
    }
    default:
      return { type };
  }
}

/** Clients name themselves in `user_agent`, and since Bolt 5.3 also in `bolt_agent` with a product. */
function withAgent(extra: ValueMap, version: BoltVersion): ValueMap {
  if (optionalText(extra, "user_agent") === undefined) {
    throw illegal("user_agent", "Expected value to be non-null", "50N42");
  }
  if (since(version, 3) && !map("bolt_agent", extra.get("bolt_agent")).has("product")) {
    throw illegal("bolt_agent", "Expected map to contain key: 'product'.", "50N42");
  }
  return extra;
}
