import type { Configuration } from "../../config/index.ts";
import type { Table } from "../../cypher/result.ts";
import type { Authority } from "../authority.ts";
import type { SecurityLog } from "../security-log.ts";
import type { Subject } from "../types.ts";
import type { UserStore } from "../users.ts";

/** What statements work on. */
export interface StatementContext {
  configuration: Configuration;
  users: UserStore;
  authority: Authority;
  log: SecurityLog;
  clearAuthCache: () => void;
}

/** One security statement, its parameters already put in. */
export interface Statement {
  /** Its first words, as refusals name it: `CREATE USER`. */
  action: string;
  /** True for one that is no part of Cypher 5, which a database reads by default. */
  needsCypher25?: boolean;
  /** The columns that it shows unless `YIELD` asks for others; by default all that it has. */
  usual?: readonly string[];
  /**
   * Rows if it shows something; else it changes something.
   *
   * @throws Neo4jError
   */
  run(context: StatementContext, subject: Subject): Table<unknown> | Promise<void> | void;
}

/** What the clauses of CREATE USER and ALTER USER ask for; undefined leaves things as they are. */
export interface UserChanges {
  password?: string;
  passwordChangeRequired?: boolean;
  suspended?: boolean;
  homeDatabase?: string;
  removeHomeDatabase?: boolean;
  /** Id at each external provider that is set. */
  externalIds: Map<string, string>;
  /** Providers to take away; `all` includes `native`. */
  removeAuth: string[] | "all";
}
