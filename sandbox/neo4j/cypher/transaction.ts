import type { GraphTransaction } from "./graph.ts";
import type { Result } from "./result.ts";
import type { Value } from "./value.ts";

/** What a transaction leaves to its database. */
export interface TransactionHooks {
  run(statement: string, parameters: ReadonlyMap<string, Value>): Promise<Result>;
  bookmark(): string;
}

/** One open transaction. */
export class Transaction {
  /** The database that it runs in. */
  readonly database: string;
  readonly #graph: GraphTransaction;
  readonly #hooks: TransactionHooks;

  constructor(database: string, graph: GraphTransaction, hooks: TransactionHooks) {
    this.database = database;
    this.#graph = graph;
    this.#hooks = hooks;
  }

  /** @throws Neo4jError */
  run(statement: string, parameters: ReadonlyMap<string, Value>): Promise<Result> {
    return this.#hooks.run(statement, parameters);
  }

  /** Makes its changes visible and answers the bookmark of the new state. */
  commit(): string {
    this.#graph.commit();
    return this.#hooks.bookmark();
  }

  /** Drops its changes. Has no effect after a commit. */
  rollback(): void {
    this.#graph.rollback();
  }
}
