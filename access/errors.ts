/**
 * What every expected failure of the product is known by: stable, for tests, scripts and for
 * searching the documentation. One list, so that no code is used twice. The token client has a
 * list of its own (`TokenErrorCode`), since services take it alone.
 */
export type ErrorCode =
  /** A mapping of groups to roles that Neo4j would not read back as the same mapping. */
  | "role-mapping"
  /** The stack's settings, all problems at once. */
  | "settings-refused"
  /** The update that would switch passwords off without evidence. */
  | "native-login-lockout"
  /** The stack's file, as `npm run check` reads it. */
  | "check-stack-missing"
  | "check-stack-unreadable"
  /** Arguments of a component. */
  | "service-account"
  | "api-client"
  | "bootstrap-settings"
  | "authorization-server-audience"
  | "authorization-server-inactive"
  | "sign-in-group"
  /** `npm run browser-config`: its options, the stack's output, the file. */
  | "browser-config-usage"
  | "browser-config-contract"
  | "browser-config-output"
  | "neo4j-release"
  /** The options of `npm run verify`, or the environment that they need. */
  | "verify-usage"
  | "verify-account-unknown"
  | "verify-address"
  | "verify-okta-api"
  /** What verify reads before its first check, and what it writes at the end. */
  | "verify-file-missing"
  | "verify-file-not-json"
  | "verify-stack-output"
  | "verify-output-missing"
  | "verify-contract"
  | "verify-credentials"
  | "verify-break-glass"
  | "verify-outsider"
  | "verify-person-token"
  | "verify-report"
  | "verify-admin-evidence"
  /** `npm run imports`: its options, and the preview that it reads. */
  | "imports-usage"
  | "imports-preview"
  /** What a rehearsal hands over, or what its org is asked for besides. */
  | "verify-handover"
  /** The installed Pulumi: there is none, or it failed. */
  | "pulumi-missing"
  | "pulumi-failed"
  /** An answer of the database's driver: a refusal by Neo4j, or no answer at all. */
  | "neo4j-refused"
  | "neo4j-unreachable"
  /** An answer of Okta's management API that is not what was asked for; more requests than allowed. */
  | "okta-api-refused"
  | "okta-api-budget"
  /** What `npm run review` and its like read, and what they write at the end. */
  | "drift-usage"
  | "drift-accept"
  | "drift-neo4j"
  | "drift-resume"
  | "review-usage"
  | "review-preview"
  | "review-approved"
  | "review-report"
  | "review-state"
  /** The options of `npm run access`, and what it is compared with. */
  | "access-usage"
  | "access-account-unknown"
  | "access-expectation"
  | "access-no-database"
  /** An edit of the stack's file: its form does not allow it, its settings do not, or it cannot be written. */
  | "stack-edit-form"
  | "stack-edit-refused"
  | "stack-edit-write"
  /** `npm run account`: its options, the account. */
  | "account-usage"
  | "account-taken"
  | "account-unknown"
  /** `npm run keygen`: its options, where the halves of a key go. */
  | "keygen-usage"
  | "keygen-output"
  | "keygen-secret"
  | "keygen-command"
  | "keygen-jwks"
  | "keygen-served"
  /** A private key that is given, to `npm run keygen` or `npm run credentials`. */
  | "private-key"
  /** `npm run credentials`: its options, what it reads, a value that a format cannot hold, what it writes. */
  | "credentials-usage"
  | "credentials-contract"
  | "credentials-secret"
  | "credentials-value"
  | "credentials-output"
  /** What a service is handed: a part is missing, or it is of a version that nobody here reads. */
  /**
   * `npm run rotate`: its options, the stack's output, the state and its lock, what Okta has, the place where a
   * service reads its credential, a credential that does not work, and what only a person can decide.
   */
  | "rotation-usage"
  | "rotation-contract"
  | "rotation-none"
  | "rotation-state"
  | "rotation-locked"
  | "rotation-okta"
  | "rotation-served"
  | "rotation-outdated"
  | "rotation-not-declared"
  | "rotation-delivery"
  | "rotation-proof"
  | "rotation-no-room"
  | "rotation-unknown"
  | "rotation-age"
  | "rotation-in-use"
  | "rotation-undo"
  | "rotation-circle"
  | "rotation-unexpected"
  /** The options of `npm run deployer`, and the plan that it writes. */
  | "deployer-usage"
  | "deployer-output"
  | "deployer-plan"
  /** The options of `npm run doctor`, its credential for Okta, and what it reads. */
  | "doctor-usage"
  | "doctor-okta"
  | "doctor-plan"
  | "doctor-log"
  /** `npm run retire`: its options, the stack's output, an account without a credential, no last token, the token's file. */
  | "retire-usage"
  | "retire-contract"
  | "retire-account"
  | "retire-token"
  | "retire-file"
  /** The options of `npm run database`, what it reads, and what it does not do. */
  | "database-usage"
  | "database-contract"
  | "database-passwords"
  | "database-too-old"
  | "database-id-taken"
  | "database-lockout"
  | "database-name"
  | "database-apply"
  /** The options of `npm run break-glass`, and what it writes. */
  | "break-glass-usage"
  | "break-glass-evidence"
  | "break-glass-token"
  /** The options of `npm run policy`, what it reads, and the engine that it needs. */
  | "policy-usage"
  | "policy-rule-unknown"
  | "policy-config"
  | "policy-engine-old";

/**
 * The base of the product's own errors. Errors that Pulumi has to show without a stack trace extend
 * its `RunError` instead and take their `code` from the same list.
 */
export class Neo4jOktaError extends Error {
  /** Tests and scripts decide by this, never by the message. */
  readonly code: ErrorCode;

  /** @param message one sentence or more, with the value that is wrong unless it could be a secret */
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}
