import type { AuthToken } from "neo4j-driver";
import type { Neo4j } from "./neo4j.ts";

/** The native login, and what only an administrator can read. Each is read once and kept. */
export class Administrator {
  readonly auth: AuthToken;
  readonly #neo4j: Neo4j;
  #settings: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(neo4j: Neo4j, auth: AuthToken) {
    this.#neo4j = neo4j;
    this.auth = auth;
  }

  /**
   * The settings that the server runs with, by name.
   *
   * @throws {Neo4jFailure}
   */
  settings(): Promise<ReadonlyMap<string, string>> {
    this.#settings ??= this.#read("SHOW SETTINGS YIELD name, value").then(
      (rows) => new Map(rows.map(({ name, value }) => [String(name), String(value ?? "")])),
    );
    return this.#settings;
  }

  /**
   * The names of the roles that exist.
   *
   * @throws {Neo4jFailure}
   */
  async roles(): Promise<string[]> {
    const rows = await this.#read("SHOW ROLES YIELD role");
    return rows.map(({ role }) => String(role));
  }

  #read(statement: string): Promise<Record<string, unknown>[]> {
    return this.#neo4j.run(this.auth, statement, "system");
  }
}
