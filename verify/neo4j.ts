import neo4j, { type AuthToken } from "neo4j-driver";

/** A refusal or failure that the driver reported. */
export class Neo4jFailure extends Error {
  /** Neo4j's status code, or `ServiceUnavailable` when there was no answer. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "Neo4jFailure";
    this.code = code;
  }
}

export interface CurrentUser {
  name: string;
  /** Sorted, without PUBLIC, which everybody has. */
  roles: string[];
}

/** The database as verification needs it; `createNeo4j` is the one over the official driver. */
export interface Neo4j {
  /** Where Bolt and HTTP are reached from here. */
  readonly boltUri: string;
  readonly httpUri: string;
  /** `SHOW CURRENT USER` as the caller. @throws Neo4jFailure */
  currentUser(auth: AuthToken): Promise<CurrentUser>;
  /** Runs one statement and rolls it back; without a database, in the home one. @throws Neo4jFailure */
  run(auth: AuthToken, statement: string, database?: string): Promise<Record<string, unknown>[]>;
}

/**
 * A driver, and so a connection, for every statement: each is a login of its own, and its refusal is
 * the server's answer to that login alone.
 */
export function createNeo4j(options: {
  boltUri: string;
  httpUri: string;
  /** Milliseconds to connect. */
  timeout: number;
}): Neo4j {
  const run: Neo4j["run"] = async (auth, statement, database) => {
    const driver = neo4j.driver(options.boltUri, auth, {
      userAgent: "neo4j-okta-verify",
      maxConnectionPoolSize: 1,
      connectionTimeout: options.timeout,
      connectionAcquisitionTimeout: options.timeout,
      maxTransactionRetryTime: 0,
      disableLosslessIntegers: true,
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
      throw failure(error);
    } finally {
      await driver.close().catch(() => {});
    }
  };
  return {
    boltUri: options.boltUri,
    httpUri: options.httpUri,
    run,
    currentUser: async (auth) => {
      const [row] = await run(auth, "SHOW CURRENT USER", "system");
      const roles = Array.isArray(row?.roles) ? row.roles.map(String) : [];
      return { name: String(row?.user ?? ""), roles: roles.filter((r) => r !== "PUBLIC").sort() };
    },
  };
}

function failure(error: unknown): Neo4jFailure {
  if (error instanceof neo4j.Neo4jError) return new Neo4jFailure(error.code, error.message);
  return new Neo4jFailure("N/A", error instanceof Error ? error.message : String(error));
}
