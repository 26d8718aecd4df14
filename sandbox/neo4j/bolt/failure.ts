import type { Neo4jError } from "../security/types.ts";
import type { Metadata } from "./answer.ts";
import { type BoltVersion, since } from "./version.ts";

const RULE = "error: syntax error or access rule violation";
/** Neo4j 5.26 tells most of its codes under this one, and then without a diagnostic record. */
const UNEXPECTED = "50N42";

/** What the GQL statuses mean. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "42NFF": `${RULE} - permission/access denied. Access denied, see the security logs for details.`,
  "42NFE": `${RULE} - auth info expired. Authentication and/or authorization info expired.`,
  "08N06": "error: connection exception - protocol error. General network protocol error.",
  "22G03": "error: data exception - invalid value type",
  [UNEXPECTED]:
    "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
};

/** The codes that are told under another GQL status than most. */
const STATUSES: ReadonlyMap<string, string> = new Map([
  ["Neo.ClientError.Security.Forbidden", "42NFF"],
  ["Neo.ClientError.Security.CredentialsExpired", "42NFF"],
  ["Neo.ClientError.Security.TokenExpired", "42NFE"],
  ["Neo.ClientError.Security.AuthorizationExpired", "42NFE"],
  ["Neo.ClientError.Statement.TypeError", "22G03"],
]);

/**
 * The metadata of a FAILURE: code and message, and since Bolt 5.7 the GQL status object whose
 * `neo4j_code` is that code. Drivers fill in what the diagnostic record leaves out.
 */
export function failureMetadata(error: Neo4jError, version: BoltVersion): Metadata {
  const { code, message } = error;
  if (!since(version, 7)) return { code, message };
  const status = error.gqlStatus ?? STATUSES.get(code) ?? UNEXPECTED;
  return {
    neo4j_code: code,
    message,
    gql_status: status,
    description: DESCRIPTIONS[status],
    ...(status !== UNEXPECTED && { diagnostic_record: { _classification: "CLIENT_ERROR" } }),
  };
}
