/** What a client presents in Bolt's LOGON (or HELLO before 5.1), or in an HTTP Authorization header. */
export interface AuthToken {
  scheme: string;
  principal?: string;
  credentials?: string;
  realm?: string;
}

/** Who a connection acts as, from a successful login until it logs off or its token expires. */
export interface Subject {
  username: string;
  /** Sorted, without the implied PUBLIC. */
  roles: string[];
  /** `native`, or `oidc-<provider id>`. */
  provider: string;
  /** Milliseconds since the epoch at which a token login ends. */
  expiresAt?: number;
  passwordChangeRequired: boolean;
}

/** A failure that the client is told of, under one of Neo4j's status codes. */
export class Neo4jError extends Error {
  /** e.g. `Neo.ClientError.Security.Unauthorized`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "Neo4jError";
    this.code = code;
  }
}

/** The part of the database that logs callers in and answers for its users. */
export interface Security {
  /** @throws Neo4jError */
  login(token: AuthToken): Promise<Subject>;
  /** Runs one security statement of the supported Cypher, or answers undefined if it is not one. */
  execute(
    subject: Subject,
    statement: string,
    parameters: Record<string, unknown>,
  ): Promise<{ fields: string[]; rows: unknown[][] } | undefined>;
}
