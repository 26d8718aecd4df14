import type { Value, ValueMap } from "../cypher/value.ts";
import { Neo4jError } from "../security/types.ts";
import { type BoltVersion, since } from "./version.ts";

interface GqlStatus {
  status: string;
  description: string;
}

const RULE = "error: syntax error or access rule violation";

const ACCESS_DENIED: GqlStatus = {
  status: "42NFF",
  description: `${RULE} - permission/access denied. Access denied, see the security logs for details.`,
};

const INFO_EXPIRED: GqlStatus = {
  status: "42NFE",
  description: `${RULE} - auth info expired. Authentication and/or authorization info expired.`,
};

const UNEXPECTED: GqlStatus = {
  status: "50N42",
  description:
    "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
};

const PROTOCOL_ERROR: GqlStatus = {
  status: "08N06",
  description: "error: connection exception - protocol error. General network protocol error.",
};

/** The GQL status under which each of this server's codes is told since Bolt 5.7. */
const STATUSES: ReadonlyMap<string, GqlStatus> = new Map([
  ["Neo.ClientError.Security.Unauthorized", ACCESS_DENIED],
  ["Neo.ClientError.Security.Forbidden", ACCESS_DENIED],
  ["Neo.ClientError.Security.TokenExpired", INFO_EXPIRED],
  ["Neo.ClientError.Security.AuthorizationExpired", INFO_EXPIRED],
  [
    "Neo.ClientError.Security.CredentialsExpired",
    {
      status: "42NFD",
      description: `${RULE} - credentials expired. Permission denied. The credentials you provided were valid, but must be changed before you can use this instance.`,
    },
  ],
  ["Neo.ClientError.Request.Invalid", PROTOCOL_ERROR],
  ["Neo.ClientError.Request.InvalidFormat", PROTOCOL_ERROR],
  [
    "Neo.ClientError.Statement.SyntaxError",
    { status: "42001", description: `${RULE} - invalid syntax` },
  ],
  [
    "Neo.ClientError.Statement.ParameterMissing",
    { status: "42N51", description: `${RULE} - invalid parameter` },
  ],
  [
    "Neo.ClientError.Statement.TypeError",
    { status: "22N01", description: "error: data exception - invalid type" },
  ],
  [
    "Neo.ClientError.Statement.ArithmeticError",
    { status: "22003", description: "error: data exception - numeric value out of range" },
  ],
  [
    "Neo.ClientError.Statement.AccessMode",
    {
      status: "08N03",
      description: "error: connection exception - writing in read access mode not allowed",
    },
  ],
  [
    "Neo.ClientError.Database.DatabaseNotFound",
    { status: "22N51", description: "error: data exception - database does not exist" },
  ],
  [
    "Neo.ClientError.Transaction.InvalidBookmark",
    {
      status: "08N12",
      description:
        "error: connection exception - failed to parse bookmark. Failed to parse the supplied bookmark. Verify it is correct or check the debug log for more information.",
    },
  ],
]);

/** Any thrown thing as an error that the client may be told of; what is not ours stays vague. */
export function toNeo4jError(thrown: unknown): Neo4jError {
  if (thrown instanceof Neo4jError) return thrown;
  return new Neo4jError(
    "Neo.DatabaseError.General.UnknownError",
    "An unexpected error occurred in the sandbox's Neo4j stand-in; see its log.",
  );
}

/**
 * The metadata of a FAILURE: code and message, and since Bolt 5.7 the GQL status object whose
 * `neo4j_code` is that code.
 */
export function failureMetadata(error: Neo4jError, version: BoltVersion): ValueMap {
  if (!since(version, 7)) {
    return new Map<string, Value>([
      ["code", error.code],
      ["message", error.message],
    ]);
  }
  const { status, description } = STATUSES.get(error.code) ?? UNEXPECTED;
  return new Map<string, Value>([
    ["neo4j_code", error.code],
    ["message", error.message],
    ["gql_status", status],
    ["description", description],
    ["diagnostic_record", diagnosticRecord(error.code)],
  ]);
}

function diagnosticRecord(code: string): ValueMap {
  return new Map([
    ["OPERATION", ""],
    ["OPERATION_CODE", "0"],
    ["CURRENT_SCHEMA", "/"],
    ["_classification", classification(code)],
  ]);
}

function classification(code: string): string {
  if (code.startsWith("Neo.ClientError.")) return "CLIENT_ERROR";
  return code.startsWith("Neo.TransientError.") ? "TRANSIENT_ERROR" : "DATABASE_ERROR";
}
