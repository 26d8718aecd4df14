import type { Table } from "../../cypher/result.ts";
import { argumentError, databaseNotFound } from "../errors.ts";
import type { Verb } from "../privileges/privilege-store.ts";
import { sortedRoles } from "../users.ts";
import type { StatementContext } from "./statement.ts";

const DATABASES = ["neo4j", "system"];

/** `GRANT` or `DENY ... TO role`. @throws Neo4jError ArgumentError, DatabaseNotFound */
export function addPrivileges(
  { users }: StatementContext,
  { verb, privileges, roles }: { verb: Verb; privileges: string[]; roles: string[] },
): void {
  const what = `Failed to ${verb.toLowerCase()} privileges to role`;
  for (const role of roles) {
    if (!users.roles.has(role)) throw argumentError(`${what} '${role}': Role does not exist.`);
    if (verb === "DENY" && users.authRules.grant(role)) {
      throw argumentError(`${what} '${role}': The role is assigned to an auth rule.`);
    }
  }
  for (const privilege of privileges) {
    const [, database] = /(?:GRAPH|DATABASE) `((?:[^`]|``)+)`/.exec(privilege) ?? [];
    if (database !== undefined && !DATABASES.includes(database)) throw databaseNotFound(database);
  }
  for (const role of roles) users.privileges.add(role, verb, privileges);
}

/** `REVOKE [GRANT | DENY] ... FROM role`: both if it does not say which. @throws Neo4jError ArgumentError */
export function removePrivileges(
  { users }: StatementContext,
  { verbs, privileges, roles }: { verbs: Verb[]; privileges: string[]; roles: string[] },
): void {
  for (const role of roles) {
    if (users.roles.has(role)) continue;
    throw argumentError(`Failed to revoke privileges from role '${role}': Role does not exist.`);
  }
  for (const role of roles) users.privileges.remove(role, verbs, privileges);
}

/**
 * `SHOW [ROLE a, b] PRIVILEGES AS [REVOKE] COMMANDS`.
 *
 * @param wanted undefined: of all roles
 */
export function showPrivileges(
  { users }: StatementContext,
  wanted: string[] | undefined,
  asRevoke: boolean,
): Table<unknown> {
  const roles = sortedRoles(users.roles).filter((role) => wanted?.includes(role) ?? true);
  const commands = roles.flatMap((role) =>
    users.privileges
      .of(role)
      .map((command) =>
        asRevoke ? `REVOKE ${command} FROM \`${role}\`` : `${command} TO \`${role}\``,
      ),
  );
  return {
    fields: ["command", "immutable"],
    rows: commands.sort().map((command) => [command, false]),
  };
}
