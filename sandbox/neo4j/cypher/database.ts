import { randomUUID } from "node:crypto";
import { credentialsExpired } from "../security/errors.ts";
import { Neo4jError, type Security, type Subject } from "../security/types.ts";
import { Graph, GraphTransaction } from "./graph.ts";
import { GuardedGraph } from "./guarded-graph.ts";
import { describe, Privileges } from "./privileges.ts";
import { NO_CHANGES, type Result } from "./result.ts";
import { PING } from "./server-statements.ts";
import { DEFAULT_DATABASE, type ServerDescription, SYSTEM_DATABASE } from "./server-tables.ts";
import { readStatement } from "./statements.ts";
import { fromPlain, type Value } from "./value.ts";

/** What the databases tell of their server, and who judges their users. */
export interface DatabaseOptions extends ServerDescription {
  security: Security;
  /** Bytes that the graph may take; default 64 MiB. */
  capacity?: number;
}

/** How a transaction is meant. */
export interface TransactionOptions {
  /** Default: the subject's home database. */
  database?: string | undefined;
  /** `r` refuses writes. */
  mode: "r" | "w";
  impersonated?: string | undefined;
  bookmarks?: readonly string[];
}

/** One open transaction. */
export interface Transaction {
  /** The database that it runs in. */
  readonly database: string;
  /** Whether that is the subject's home database, because none was named. */
  readonly isHome: boolean;
  /** @throws Neo4jError */
  run(statement: string, parameters: ReadonlyMap<string, Value>): Promise<Result>;
  /** Makes its changes visible and answers the bookmark of the new state. */
  commit(): string;
  /** Drops its changes. Has no effect after a commit. */
  rollback(): void;
}

/** The databases `neo4j` (a graph) and `system` (the security commands). */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #graph: Graph;
  readonly #id = randomUUID();
  #transactions = 0;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#graph = new Graph(options.capacity);
  }

  /**
   * Opens a transaction.
   *
   * @throws Neo4jError Database.DatabaseNotFound, Transaction.InvalidBookmark, or Security.Forbidden
   * for an impersonation
   */
  begin(subject: Subject, options: TransactionOptions): Transaction {
    refuseImpersonation(subject, options.impersonated);
    for (const bookmark of options.bookmarks ?? []) requireBookmark(bookmark);
    // Asked each time: the security brings the subject up to date before a statement runs.
    const home = () => subject.homeDatabase ?? DEFAULT_DATABASE;
    const database = resolveDatabase(options.database ?? home());
    const transaction = new GraphTransaction(this.#graph);
    return {
      database,
      isHome: options.database === undefined,
      run: async (statement, parameters) => {
        const answer = await this.#options.security.execute(subject, statement, parameters);
        if (answer) {
          const rows = answer.rows.map((row) => row.map(fromPlain));
          return { fields: answer.fields, rows, type: "s", counters: NO_CHANGES };
        }
        const { type, form, run } = readStatement(statement, parameters);
        if (subject.passwordChangeRequired && !form.startsWith(PING)) throw credentialsExpired();
        if (type !== "s" && database === SYSTEM_DATABASE) throw noData(statement);
        if (type === "w" && options.mode === "r") throw noWriting(database);
        const actor = this.#actor(subject);
        const commands = this.#options.security.privilegesOf(actor);
        const graph = new GuardedGraph(transaction, new Privileges(actor, database, commands));
        const table = run({ graph, server: this.#options, subject, home: home() });
        return { ...table, type, counters: graph.counters };
      },
      commit: () => {
        transaction.commit();
        return `FB:${this.#id}:${++this.#transactions}`;
      },
      rollback: () => transaction.rollback(),
    };
  }

  /** Without roles in the Community edition everybody may do everything. */
  #actor(subject: Subject): Subject {
    return this.#options.edition === "community" ? { ...subject, roles: ["admin"] } : subject;
  }
}

function noData(statement: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.SemanticError",
    `Not a recognised system command or procedure. This Cypher command can only be executed in a user database: ${statement}`,
  );
}

function noWriting(database: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.AccessMode",
    `Writing in read access mode not allowed. Attempted write to ${database}`,
  );
}

/**
 * The database that a name stands for; names are not case sensitive.
 *
 * @throws Neo4jError Database.DatabaseNotFound
 */
function resolveDatabase(name: string): string {
  const database = name.toLowerCase();
  if (database === DEFAULT_DATABASE || database === SYSTEM_DATABASE) return database;
  throw new Neo4jError("Neo.ClientError.Database.DatabaseNotFound", `Graph not found: ${name}`);
}

function refuseImpersonation(subject: Subject, user: string | undefined): void {
  if (user === undefined || user === subject.username) return;
  throw new Neo4jError(
    "Neo.ClientError.Security.Forbidden",
    `Impersonating user '${user}' is not allowed for ${describe(subject)}: the sandbox's Neo4j stand-in has no impersonation.`,
  );
}

function requireBookmark(bookmark: string): void {
  if (/^FB:[^\s]+$/.test(bookmark)) return;
  throw new Neo4jError(
    "Neo.ClientError.Transaction.InvalidBookmark",
    "Parsing of supplied bookmarks failed: every bookmark must be one that this server gave.",
  );
}
