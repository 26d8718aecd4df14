import type { AuthToken } from "neo4j-driver";
import { Neo4jOktaError } from "../access/errors.ts";
import { isOlder } from "../access/version.ts";
import type { Neo4j } from "./client.ts";

/** A setting that the server runs with. Empty where it has no value. */
export interface RunningSetting {
  value: string;
  defaultValue: string;
}

/** A rule in the database that grants roles to whoever fulfils its condition. */
export interface AuthRule {
  name: string;
  /** A Cypher expression over claims of a token, or tags of a user. */
  condition: string;
  enabled: boolean;
  /** Sorted. */
  roles: readonly string[];
}

/** A user that was made in the database itself. */
export interface DatabaseUser {
  name: string;
  /** Granted ones, sorted, without PUBLIC. */
  roles: readonly string[];
  suspended: boolean;
  /** Ways in: `native` is a password, `oidc-okta` an identity at that provider. Sorted. */
  providers: readonly string[];
}

/** The release in which rules that grant roles came. */
export const FIRST_WITH_AUTH_RULES = "2026.03";

/** The release in which users got providers beside their password. */
export const FIRST_WITH_USER_PROVIDERS = "5.24";

/** What Neo4j writes for a setting without a value. */
const NO_VALUE = "No Value";

/** A login that may administer, and what only such a one can read. Settings and version are read once and kept. */
export class Administrator {
  readonly auth: AuthToken;
  readonly #neo4j: Neo4j;
  #running: Promise<ReadonlyMap<string, RunningSetting>> | undefined;
  #version: Promise<string> | undefined;

  constructor(neo4j: Neo4j, auth: AuthToken) {
    this.#neo4j = neo4j;
    this.auth = auth;
  }

  /**
   * The settings that the server runs with, with their defaults, by name.
   *
   * @throws {Neo4jFailure}
   */
  running(): Promise<ReadonlyMap<string, RunningSetting>> {
    this.#running ??= this.#read("SHOW SETTINGS YIELD name, value, defaultValue").then(
      (rows) =>
        new Map(
          rows.map(({ name, value, defaultValue }) => [
            String(name),
            { value: settingText(value), defaultValue: settingText(defaultValue) },
          ]),
        ),
    );
    return this.#running;
  }

  /**
   * The same, without the defaults.
   *
   * @throws {Neo4jFailure}
   */
  async settings(): Promise<ReadonlyMap<string, string>> {
    return new Map([...(await this.running())].map(([name, { value }]) => [name, value]));
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

  /**
   * The version of the server, e.g. `5.26.30`.
   *
   * @throws {Neo4jFailure}
   */
  version(): Promise<string> {
    this.#version ??= this.#read("CALL dbms.components() YIELD name, versions, edition").then(
      ([row]) => String(Array.isArray(row?.versions) ? row.versions[0] : ""),
    );
    return this.#version;
  }

  /**
   * Every rule that grants roles, by name; undefined for a server that is too old to have any. They are
   * a part of Cypher 25, whatever language a database reads by default.
   *
   * @throws {Neo4jFailure}
   */
  async authRules(): Promise<AuthRule[] | undefined> {
    if (isOlder(await this.version(), FIRST_WITH_AUTH_RULES)) return undefined;
    const rows = await this.#read(
      "CYPHER 25 SHOW AUTH RULES YIELD name, condition, enabled, roles",
    );
    const rules = rows.map(({ name, condition, enabled, roles }) => ({
      name: String(name),
      condition: String(condition),
      enabled: enabled !== false,
      roles: roleNames(roles),
    }));
    return rules.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Every user that was made in the database, by name. Before 5.24 a password was the only way in.
   *
   * @throws {Neo4jFailure}
   */
  async users(): Promise<DatabaseUser[]> {
    const rows = isOlder(await this.version(), FIRST_WITH_USER_PROVIDERS)
      ? await this.#read("SHOW USERS YIELD user, roles, suspended")
      : await this.#read("SHOW USERS WITH AUTH YIELD user, roles, suspended, provider");
    const byName = Map.groupBy(rows, ({ user }) => String(user));
    return [...byName].sort().map(([name, ones]) => ({
      name,
      roles: roleNames(ones[0]?.roles),
      suspended: ones[0]?.suspended === true,
      providers: ones
        .flatMap(({ provider = "native" }) => (provider === null ? [] : String(provider)))
        .sort(),
    }));
  }

  #read(statement: string): Promise<Record<string, unknown>[]> {
    return this.#neo4j.run(this.auth, statement, "system");
  }
}

function settingText(value: unknown): string {
  return value === null || value === undefined || value === NO_VALUE ? "" : String(value);
}

/**
 * Granted roles without PUBLIC, sorted. Neo4j answers null, and no error, to who may not see roles; that
 * must not pass for none.
 *
 * @throws Neo4jOktaError `neo4j-refused`
 */
export function roleNames(roles: unknown): string[] {
  if (!Array.isArray(roles)) {
    throw new Neo4jOktaError(
      "neo4j-refused",
      "Neo4j does not show roles to this user. Fix: GRANT SHOW ROLE ON DBMS to one of its roles, or log in as an administrator.",
    );
  }
  return roles
    .map(String)
    .filter((role) => role !== "PUBLIC")
    .sort();
}
