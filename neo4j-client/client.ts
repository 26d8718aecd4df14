import neo4j, { type AuthToken } from "neo4j-driver";
import { Neo4jOktaError } from "../access/errors.ts";

/**
 * What the driver reported: a refusal by the server (`neo4j-refused`), or that there is no server
 * to speak to (`neo4j-unreachable`). The message begins with the status.
 */
export class Neo4jFailure extends Neo4jOktaError {
  /** Neo4j's status code, e.g. `Neo.ClientError.Security.Unauthorized`, or the driver's own. */
  readonly status: string;

  constructor(status: string, message: string) {
    const code = status.startsWith("Neo.") ? "neo4j-refused" : "neo4j-unreachable";
    super(code, `${status}: ${message}`);
    this.status = status;
  }
}

/** What `SHOW CURRENT USER` says. */
export interface CurrentUser {
  /** Empty while authentication is off. */
  name: string;
  /** Sorted, without PUBLIC, which everybody has. */
  roles: string[];
}

/** The database as it is read here; `createNeo4j` is the one over the official driver. */
export interface Neo4j {
  /**
   * `SHOW CURRENT USER` as the caller.
   *
   * @throws {Neo4jFailure}
   */
  currentUser(auth: AuthToken): Promise<CurrentUser>;
  /**
   * Runs one statement and rolls it back; without a database, in the home one.
   *
   * @throws {Neo4jFailure}
   */
  run(auth: AuthToken, statement: string, database?: string): Promise<Record<string, unknown>[]>;
}

/** Where the database is. */
export interface Neo4jOptions {
  boltUri: string;
  /** Milliseconds to connect. */
  timeout: number;
  /** How the client names itself in Neo4j's logs, e.g. `neo4j-okta-verify`. */
  userAgent: string;
}

/**
 * A driver, and so a connection, for every statement: each is a login of its own, and its refusal is
 * the server's answer to that login alone.
 */
export function createNeo4j({ boltUri, timeout, userAgent }: Neo4jOptions): Neo4j {
  const run: Neo4j["run"] = async (auth, statement, database) => {
    const driver = neo4j.driver(boltUri, auth, {
      userAgent,
      connectionTimeout: timeout,
      connectionAcquisitionTimeout: timeout,
      telemetryDisabled: true,
    });
    try {
      const transaction = await driver
        .session(database === undefined ? {} : { database })
        .beginTransaction();
      const { records } = await transaction.run(statement);
      await transaction.rollback();
      return records.map((record) => record.toObject());
    } catch (error) {
      throw error instanceof neo4j.Neo4jError ? new Neo4jFailure(error.code, error.message) : error;
    } finally {
      await driver.close().catch(() => {});
    }
  };
  return {
    run,
    currentUser: async (auth) => {
      const [row] = await run(auth, "SHOW CURRENT USER", "system");
      const roles = Array.isArray(row?.roles) ? row.roles.map(String) : [];
      return {
        name: String(row?.user ?? ""),
        roles: roles.filter((role) => role !== "PUBLIC").sort(),
      };
    },
  };
}
