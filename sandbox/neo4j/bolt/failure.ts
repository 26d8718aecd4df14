import type { Neo4jError } from "../security/types.ts";
import type { Metadata } from "./answer.ts";
import { type BoltVersion, since } from "./version.ts";

/** A GQL status with its description. */
type GqlStatus = readonly [status: string, description: string];

const RULE = "error: syntax error or access rule violation";
const ACCESS_DENIED: GqlStatus = [
  "42NFF",
  `${RULE} - permission/access denied. Access denied, see the security logs for details.`,
];
const INFO_EXPIRED: GqlStatus = [
  "42NFE",
  `${RULE} - auth info expired. Authentication and/or authorization info expired.`,
];
const PROTOCOL_ERROR: GqlStatus = [
  "08N06",
  "error: connection exception - protocol error. General network protocol error.",
];
/** Neo4j 5.26 tells most of its codes under this one. */
const UNEXPECTED: GqlStatus = [
  "50N42",
  "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
];

/** The codes that are told under another GQL status since Bolt 5.7. */
const STATUSES: ReadonlyMap<string, GqlStatus> = new Map([
  ["Neo.ClientError.Security.Forbidden", ACCESS_DENIED],
  ["Neo.ClientError.Security.CredentialsExpired", ACCESS_DENIED],
  ["Neo.ClientError.Security.TokenExpired", INFO_EXPIRED],
  ["Neo.ClientError.Security.AuthorizationExpired", INFO_EXPIRED],
  ["Neo.ClientError.Request.Invalid", PROTOCOL_ERROR],
  ["Neo.ClientError.Request.InvalidFormat", PROTOCOL_ERROR],
  ["Neo.ClientError.Statement.TypeError", ["22G03", "error: data exception - invalid value type"]],
]);

/**
 * The metadata of a FAILURE: code and message, and since Bolt 5.7 the GQL status object whose
 * `neo4j_code` is that code. Drivers fill in what the diagnostic record leaves out.
 */
export function failureMetadata({ code, message }: Neo4jError, version: BoltVersion): Metadata {
  if (!since(version, 7)) return { code, message };
  const known = STATUSES.get(code);
  const [status, description] = known ?? UNEXPECTED;
  return {
    neo4j_code: code,
    message,
    gql_status: status,
    description,
    ...(known && { diagnostic_record: { _classification: "CLIENT_ERROR" } }),
  };
}
