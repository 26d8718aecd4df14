import type { Table } from "../cypher/result.ts";
import type { Value } from "../cypher/value.ts";
import type { SignInEndpoints } from "./oidc/metadata.ts";

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
  /** `native`, or `oidc-<provider id>`; `none` while authentication is turned off. */
  provider: string;
  /** Milliseconds since the epoch at which a token login ends. */
  expiresAt?: number;
  passwordChangeRequired: boolean;
  /** Where statements run that name no database, if an administrator chose it. */
  homeDatabase?: string | undefined;
  /** Of a token login: what the token said, and how long the database may rely on it. */
  authorization?: TokenAuthorization;
  /** Of a token login: the claims that auth rules read when it began. Later rules see no others. */
  claims?: ReadonlyMap<string, unknown>;
}

/** Roles taken from a token, as the auth cache holds them. */
export interface TokenAuthorization {
  roles: readonly string[];
  /** Milliseconds since the epoch. */
  at: number;
  /** Count of cache clearances at that time. */
  generation: number;
}

/** A failure that the client is told of, under one of Neo4j's status codes. */
export class Neo4jError extends Error {
  /** e.g. `Neo.ClientError.Security.Unauthorized`. */
  readonly code: string;
  /** Told since Bolt 5.7; by default the one that most errors of this code have. */
  readonly gqlStatus: string | undefined;

  constructor(code: string, message: string, gqlStatus?: string) {
    super(message);
    this.name = "Neo4jError";
    this.code = code;
    this.gqlStatus = gqlStatus;
  }
}

/** The part of the database that logs callers in and answers for its users. */
export interface Security {
  /** @throws Neo4jError */
  login(token: AuthToken): Promise<Subject>;
  /** `GRANT` and `DENY` of everything that the subject's roles may do, and PUBLIC, without the roles. */
  privilegesOf(subject: Pick<Subject, "roles">): readonly string[];
  /**
   * Where the users of a provider sign in; without what neither its settings nor its discovery name.
   *
   * @param id of the provider, without `oidc-`
   */
  endpoints(id: string): Promise<SignInEndpoints>;
  /**
   * Runs one security statement of the supported Cypher, or answers undefined if it is not one.
   * Whatever the statement, it first judges whether the subject may still act, and brings the
   * subject's roles, password flag and home database up to date: call it before running anything
   * else, and then run nothing but a ping while `passwordChangeRequired` is set.
   *
   * @throws Neo4jError
   */
  execute(
    subject: Subject,
    statement: string,
    parameters: ReadonlyMap<string, Value>,
  ): Promise<Table<unknown> | undefined>;
}
