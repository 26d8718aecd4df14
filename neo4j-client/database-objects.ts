import { isOlder } from "../access/version.ts";
import {
  type Administrator,
  type AuthRule,
  FIRST_WITH_USER_PROVIDERS,
  roleNames,
} from "./administrator.ts";
import type { Neo4j } from "./client.ts";

/** A privilege of a role. */
export interface RolePrivilege {
  /** As Neo4j words it, without the role: ``GRANT ACCESS ON DATABASE `neo4j` ``. */
  command: string;
  /** True: no running server can take it away. */
  immutable: boolean;
}

/** A local user. */
export interface LocalUser {
  /** Id at each provider but `native`. */
  auth: ReadonlyMap<string, string>;
  hasPassword: boolean;
  homeDatabase: string | undefined;
  suspended: boolean;
  /** Granted ones, sorted, without PUBLIC. */
  roles: readonly string[];
}

/** Everything inside of a database that decides over access. */
export interface DatabaseObjects {
  version: string;
  /** Settings that the server runs with. */
  settings: ReadonlyMap<string, string>;
  /** Every role, PUBLIC too, with its privileges. */
  roles: ReadonlyMap<string, readonly RolePrivilege[]>;
  users: ReadonlyMap<string, LocalUser>;
  /** Undefined: this Neo4j is too old to have any. */
  authRules: ReadonlyMap<string, AuthRule> | undefined;
}

/**
 * Reads roles, privileges, users and auth rules.
 *
 * @throws {Neo4jFailure}, or Neo4jOktaError `neo4j-refused` for a user who may not see everything
 */
export async function readDatabaseObjects(
  neo4j: Neo4j,
  administrator: Administrator,
): Promise<DatabaseObjects> {
  const read = (statement: string) => neo4j.run(administrator.auth, statement, "system");
  const version = await administrator.version();
  const rules = await administrator.authRules();
  const privileges = privilegesByRole(await read("SHOW PRIVILEGES AS COMMANDS YIELD *"));
  const roles = await administrator.roles();
  return {
    version,
    settings: await administrator.settings(),
    roles: new Map(roles.map((role) => [role, privileges.get(role) ?? []])),
    users: await readLocalUsers(neo4j, administrator),
    authRules: rules && new Map(rules.map((rule) => [rule.name, rule])),
  };
}

const GRANTEE = / TO `((?:[^`]|``)+)`$/;

function privilegesByRole(rows: Record<string, unknown>[]): Map<string, RolePrivilege[]> {
  const byRole = new Map<string, RolePrivilege[]>();
  for (const { command: shown, immutable } of rows) {
    const command = String(shown);
    const role = GRANTEE.exec(command)?.[1]?.replaceAll("``", "`") ?? "";
    const privilege = { command: command.replace(GRANTEE, ""), immutable: immutable === true };
    byRole.set(role, [...(byRole.get(role) ?? []), privilege]);
  }
  return byRole;
}

/**
 * Reads local users, by name.
 *
 * @throws {Neo4jFailure}, or Neo4jOktaError `neo4j-refused` for a user who may not see everything
 */
export async function readLocalUsers(
  neo4j: Neo4j,
  administrator: Administrator,
): Promise<Map<string, LocalUser>> {
  const read = (statement: string) => neo4j.run(administrator.auth, statement, "system");
  const rows = isOlder(await administrator.version(), FIRST_WITH_USER_PROVIDERS)
    ? await read("SHOW USERS YIELD user, roles, suspended, home")
    : await read("SHOW USERS WITH AUTH YIELD user, roles, suspended, home, provider, auth");
  const byName = Map.groupBy(rows, ({ user }) => String(user));
  return new Map([...byName].map(([name, ones]) => [name, localUser(ones)]));
}

/** @param rows one for each way in; before 5.24 a password was the only one */
function localUser(rows: Record<string, unknown>[]): LocalUser {
  const [{ roles, suspended, home } = {}] = rows;
  const providers = rows.map(({ provider = "native" }) => provider);
  const ids = rows.flatMap(({ provider, auth }): [string, string][] => {
    const { id } = Object(auth) as { id?: unknown };
    return typeof provider === "string" && provider !== "native" ? [[provider, String(id)]] : [];
  });
  return {
    auth: new Map(ids),
    hasPassword: providers.includes("native"),
    homeDatabase: typeof home === "string" ? home : undefined,
    suspended: suspended === true,
    roles: roleNames(roles),
  };
}
