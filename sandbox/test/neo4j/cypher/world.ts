import { beforeEach } from "vitest";
import type { Database } from "../../../neo4j/cypher/database.ts";
import { fromPlain, type ValueMap } from "../../../neo4j/cypher/value.ts";
import type { Subject } from "../../../neo4j/security/types.ts";
import { toPlain } from "../plain.ts";
import { FakeSecurity, newDatabase } from "../server-fakes.ts";

export interface RunOptions {
  as?: Subject;
  parameters?: Record<string, unknown>;
  database?: string;
  mode?: "r" | "w";
}

/** Alice with some roles. */
export function alice(...roles: string[]): Subject {
  return { username: "alice", roles, provider: "native", passwordChangeRequired: false };
}

/** A database for each test, with the shortest ways to run a statement in it. */
export class World {
  database!: Database;

  /** @param capacity of the graph in bytes */
  constructor(capacity?: number) {
    beforeEach(() => {
      this.database = newDatabase(new FakeSecurity(), capacity);
    });
  }

  /** Runs one statement, as an admin if nobody else is named, and commits it. */
  run = async (statement: string, { as = alice("admin"), ...options }: RunOptions = {}) => {
    const transaction = this.database.begin(as, { mode: "w", ...options });
    const parameters = fromPlain(options.parameters ?? {}) as ValueMap;
    const result = await transaction.run(statement, parameters);
    transaction.commit();
    return result;
  };

  /** The rows that it answers, as plain values. */
  rows = async (statement: string, options?: RunOptions) => {
    const { rows } = await this.run(statement, options);
    return rows.map((row) => row.map(toPlain));
  };
}
