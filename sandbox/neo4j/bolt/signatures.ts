import type { Structure } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import type { RequestType } from "./request.ts";
import { type BoltVersion, since } from "./version.ts";

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
 * Which request a structure is by its tag, in this version.
 *
 * @throws Neo4jError Request.Invalid for an unknown tag, Request.InvalidFormat for the wrong number
 * of fields
 */
export function signatureOf({ tag, fields }: Structure, version: BoltVersion): RequestType {
  const signature = SIGNATURES.get(tag);
  const name = `0x${tag.toString(16).toUpperCase().padStart(2, "0")}`;
  if (!signature || !since(version, signature.since ?? 0)) {
    throw new Neo4jError(
      "Neo.ClientError.Request.Invalid",
      `Unexpected message ${name} in Bolt ${version.major}.${version.minor}`,
    );
  }
  if (fields.length !== signature.fields) {
    throw new Neo4jError(
      "Neo.ClientError.Request.InvalidFormat",
      `Illegal struct size: Expected struct ${name} (${signature.type}) to be ${signature.fields} fields but got ${fields.length}`,
    );
  }
  return signature.type;
}
