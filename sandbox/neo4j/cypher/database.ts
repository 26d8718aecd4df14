import { randomUUID } from "node:crypto";
import { credentialsExpired } from "../security/errors.ts";
import { Neo4jError, type Security, type Subject } from "../security/types.ts";
import { execute } from "./execute.ts";
import { Graph, GraphTransaction } from "./graph.ts";
import { parse } from "./parser.ts";
import { describe, Privileges } from "./privileges.ts";
import { NO_CHANGES, type Result } from "./result.ts";
import { Transaction } from "./transaction.ts";
import { fromPlain, toPlainObject, type Value } from "./value.ts";

/** The database that statements run in unless they name another. */
export const DEFAULT_DATABASE = "neo4j";
const SYSTEM_DATABASE = "system";

export interface DatabaseOptions {
  security: Security;
  /** As in `5.26.0`. */
  version: string;
  edition: "enterprise" | "community";
  /** Bytes that the nodes may take; default 64 MiB. */
  capacity?: number;
}

/** How a transaction is meant. */
export interface TransactionOptions {
  /** Default `neo4j`. */
  database?: string | undefined;
  /** `r` refuses writes. */
  mode: "r" | "w";
  impersonated?: string | undefined;
  bookmarks?: readonly string[];
}

/** The databases `neo4j` (a set of nodes) and `system` (the security commands). */
export class Database {
  readonly #security: Security;
  readonly #components: ReadonlyMap<string, Value>;
  readonly #graph: Graph;
  readonly #id = randomUUID();
  #transactions = 0;

  constructor({ security, version, edition, capacity }: DatabaseOptions) {
    this.#security = security;
    this.#graph = new Graph(capacity);
    this.#components = new Map<string, Value>([
      ["name", "Neo4j Kernel"],
      ["versions", [version]],
      ["edition", edition],
    ]);
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
    const database = resolveDatabase(options.database);
    const graph = new GraphTransaction(this.#graph);
    return new Transaction(database, graph, {
      run: (statement, parameters) =>
        this.#run(subject, { database, mode: options.mode, graph, statement, parameters }),
      bookmark: () => `FB:${this.#id}:${++this.#transactions}`,
    });
  }

  async #run(subject: Subject, request: RunRequest): Promise<Result> {
    const { statement, parameters } = request;
    const answer = await this.#security.execute(subject, statement, toPlainObject(parameters));
    if (answer) {
      const rows = answer.rows.map((row) => row.map(fromPlain));
      const type = answer.fields.length > 0 ? "r" : "s";
      return { fields: answer.fields, rows, type, counters: NO_CHANGES };
    }
    if (subject.passwordChangeRequired) throw credentialsExpired();
    return this.#runData(subject, request);
  }

  #runData(subject: Subject, { database, mode, graph, statement, parameters }: RunRequest): Result {
    const parsed = parse(statement);
    const writes = parsed.type === "create" || parsed.type === "delete";
    if (database === SYSTEM_DATABASE && parsed.type !== "components") {
      throw new Neo4jError(
        "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
        `Unsupported administration command: ${statement}`,
      );
    }
    if (writes && mode === "r") {
      throw new Neo4jError(
        "Neo.ClientError.Statement.AccessMode",
        `Writing in read access mode not allowed. Attempted write to ${database}`,
      );
    }
    const privileges = new Privileges(subject, database);
    return execute(parsed, { graph, privileges, parameters, components: this.#components });
  }
}

interface RunRequest {
  database: string;
  mode: "r" | "w";
  graph: GraphTransaction;
  statement: string;
  parameters: ReadonlyMap<string, Value>;
}

/**
 * The database that a name stands for; names are not case sensitive, and none means `neo4j`.
 *
 * @throws Neo4jError Database.DatabaseNotFound
 */
export function resolveDatabase(name: string | undefined): string {
  const database = (name ?? DEFAULT_DATABASE).toLowerCase();
  if (database === DEFAULT_DATABASE || database === SYSTEM_DATABASE) return database;
  throw new Neo4jError(
    "Neo.ClientError.Database.DatabaseNotFound",
    `Database does not exist. Database name: '${name}'.`,
  );
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
