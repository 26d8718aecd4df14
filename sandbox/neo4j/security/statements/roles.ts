import { argumentError } from "../errors.ts";
import type { User } from "../users.ts";
import type { StatementContext } from "./statement.ts";

/** `CREATE [OR REPLACE] ROLE`. @throws Neo4jError ArgumentError */
export function createRole(
  { users }: StatementContext,
  created: { name: string; ifNotExists: boolean; orReplace: boolean; copyOf: string | undefined },
): void {
  const { name, ifNotExists, orReplace, copyOf } = created;
  const refuse = (why: string) =>
    argumentError(`Failed to create the specified role '${name}': ${why}`);
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    throw argumentError(
      `Role name '${name}' contains illegal characters. Use simple ascii characters, numbers and underscores.`,
    );
  }
  if (copyOf !== undefined && !users.roles.has(copyOf)) {
    throw argumentError(`Failed to create a role as copy of '${copyOf}': Role does not exist.`);
  }
  if (name === "PUBLIC") throw refuse("'PUBLIC' is a reserved role.");
  if (users.roles.has(name)) {
    if (ifNotExists) return;
    if (!orReplace) throw refuse("Role already exists.");
    users.removeRole(name);
  }
  users.roles.add(name);
  if (copyOf !== undefined) users.privileges.copy(copyOf, name);
}

/** `DROP ROLE`. @throws Neo4jError ArgumentError */
export function dropRole(
  { users }: StatementContext,
  { name, ifExists }: { name: string; ifExists: boolean },
): void {
  if (!users.roles.has(name)) {
    if (ifExists) return;
    throw argumentError(`Failed to delete the specified role '${name}': Role does not exist.`);
  }
  if (name === "PUBLIC") {
    throw argumentError(
      "Failed to delete the specified role 'PUBLIC': 'PUBLIC' is a reserved role.",
    );
  }
  users.removeRole(name);
}

/** `RENAME ROLE`. @throws Neo4jError ArgumentError */
export function renameRole(
  { users }: StatementContext,
  { name, ifExists, to }: { name: string; ifExists: boolean; to: string },
): void {
  const refuse = (why: string) =>
    argumentError(`Failed to rename the specified role '${name}' to '${to}': ${why}`);
  if (!users.roles.has(name)) {
    if (ifExists) return;
    throw refuse(`The role '${name}' does not exist.`);
  }
  if (name === "PUBLIC") throw refuse("'PUBLIC' is a reserved role.");
  if (users.roles.has(to)) throw refuse(`Role '${to}' already exists.`);
  const members = [...users.users.values()].filter((user) => user.roles.has(name));
  users.roles.add(to);
  users.privileges.copy(name, to);
  users.authRules.renameRole(name, to);
  users.removeRole(name);
  for (const user of members) user.roles.add(to);
}

/** `GRANT ROLES ... TO ...`. @throws Neo4jError ArgumentError */
export function grantRoles(context: StatementContext, roles: string[], names: string[]): void {
  for (const { user, role } of findPairs(context, "grant role '%' to", roles, names)) {
    if (role !== "PUBLIC") user.roles.add(role);
  }
}

/** `REVOKE ROLES ... FROM ...`. @throws Neo4jError ArgumentError */
export function revokeRoles(context: StatementContext, roles: string[], names: string[]): void {
  for (const { user, role } of findPairs(context, "revoke role '%' from", roles, names)) {
    if (role === "PUBLIC") {
      throw argumentError(
        `Failed to revoke role 'PUBLIC' from user '${user.name}': 'PUBLIC' is a reserved role.`,
      );
    }
    user.roles.delete(role);
  }
}

/** Every combination, or a refusal before the first of them is touched. */
function findPairs(
  { users }: StatementContext,
  what: string,
  roles: string[],
  names: string[],
): { user: User; role: string }[] {
  return roles.flatMap((role) =>
    names.map((name) => {
      const user = users.users.get(name);
      if (user && users.roles.has(role)) return { user, role };
      throw argumentError(
        `Failed to ${what.replace("%", role)} user '${name}': ${user ? "Role" : "User"} does not exist.`,
      );
    }),
  );
}
