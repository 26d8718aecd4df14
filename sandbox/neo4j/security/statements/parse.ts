import { Cursor } from "../../cypher/cursor.ts";
import type { Value } from "../../cypher/value.ts";
import { readYield } from "../../cypher/yields.ts";
import { readAuthRule } from "./read-auth-rule.ts";
import { readList } from "./read-list.ts";
import { readPrivileges } from "./read-privileges.ts";
import { readShow } from "./read-show.ts";
import { createRole, dropRole, grantRoles, renameRole, revokeRoles } from "./roles.ts";
import type { Statement } from "./statement.ts";
import { readUserClauses } from "./user-clauses.ts";
import { alterCurrentUser, alterUser, createUser, dropUser, renameUser } from "./users.ts";

/** A security statement that was read. */
export interface ParsedStatement extends Statement {
  /** Those that `YIELD` asks for; undefined stands for all. */
  columns: string[] | undefined;
  /** Its text without passwords. */
  loggable: string;
  /** True if its first words ask for Cypher 25. */
  isCypher25: boolean;
}

/**
 * Reads a security statement, or answers undefined for any other Cypher.
 *
 * @throws Neo4jError UnsupportedOperationError, SyntaxError, ParameterMissing, TypeError
 */
export function parseStatement(
  text: string,
  parameters: ReadonlyMap<string, Value>,
): ParsedStatement | undefined {
  const cursor = new Cursor(text, parameters);
  const isCypher25 = cursor.take("CYPHER 25");
  const start = cursor.position;
  for (const read of [
    readShow,
    readUser,
    readRole,
    readAuthRule,
    readPrivileges,
    readGrant,
    readCall,
  ]) {
    cursor.position = start;
    const statement = read(cursor);
    if (!statement) continue;
    const columns = statement.action.startsWith("SHOW")
      ? readColumns(cursor, statement)
      : undefined;
    cursor.expectEnd();
    return { ...statement, columns, loggable: cursor.loggable(), isCypher25 };
  }
  return undefined;
}

function readColumns(cursor: Cursor, { usual }: Statement): string[] | undefined {
  return cursor.isNext("YIELD") ? readYield(cursor) : usual?.slice();
}

function readUser(cursor: Cursor): Statement | undefined {
  if (cursor.take("ALTER CURRENT USER")) {
    cursor.expect("SET PASSWORD FROM");
    const from = cursor.secret("the old password");
    cursor.expect("TO");
    const to = cursor.secret("the new password");
    return {
      action: "ALTER CURRENT USER",
      run: (context, subject) => alterCurrentUser(context, subject, from, to),
    };
  }
  if (cursor.take("ALTER USER")) {
    const { name, ifExists } = readNameIfExists(cursor, "a user name");
    const changes = readUserClauses(cursor, true);
    return {
      action: "ALTER USER",
      run: (context, subject) => alterUser(context, subject, { name, ifExists, changes }),
    };
  }
  if (cursor.take("DROP USER")) {
    const dropped = readNameIfExists(cursor, "a user name");
    return { action: "DROP USER", run: (context, subject) => dropUser(context, subject, dropped) };
  }
  if (cursor.take("RENAME USER")) {
    const renamed = readRename(cursor);
    return { action: "RENAME USER", run: (context) => renameUser(context, renamed) };
  }
  const orReplace = cursor.take("CREATE OR REPLACE USER");
  if (!orReplace && !cursor.take("CREATE USER")) return undefined;
  const name = cursor.nameOrParameter("a user name");
  const ifNotExists = cursor.take("IF NOT EXISTS");
  const created = { name, ifNotExists, orReplace, changes: readUserClauses(cursor, false) };
  return { action: "CREATE USER", run: (context) => createUser(context, created) };
}

function readRole(cursor: Cursor): Statement | undefined {
  if (cursor.take("DROP ROLE")) {
    const dropped = readNameIfExists(cursor, "a role name");
    return { action: "DROP ROLE", run: (context) => dropRole(context, dropped) };
  }
  if (cursor.take("RENAME ROLE")) {
    const renamed = readRename(cursor);
    return { action: "RENAME ROLE", run: (context) => renameRole(context, renamed) };
  }
  const orReplace = cursor.take("CREATE OR REPLACE ROLE");
  if (!orReplace && !cursor.take("CREATE ROLE")) return undefined;
  const name = cursor.nameOrParameter("a role name");
  const ifNotExists = cursor.take("IF NOT EXISTS");
  const copyOf = cursor.take("AS COPY OF") ? cursor.nameOrParameter("a role name") : undefined;
  const created = { name, ifNotExists, orReplace, copyOf };
  return { action: "CREATE ROLE", run: (context) => createRole(context, created) };
}

function readGrant(cursor: Cursor): Statement | undefined {
  const isGrant = cursor.take("GRANT ROLES") || cursor.take("GRANT ROLE");
  if (!isGrant && !cursor.take("REVOKE ROLES") && !cursor.take("REVOKE ROLE")) return undefined;
  const roles = readList(cursor, () => cursor.nameOrParameter("a role name"));
  cursor.expect(isGrant ? "TO" : "FROM");
  const users = readList(cursor, () => cursor.nameOrParameter("a user name"));
  return isGrant
    ? { action: "GRANT ROLE", run: (context) => grantRoles(context, roles, users) }
    : { action: "REVOKE ROLE", run: (context) => revokeRoles(context, roles, users) };
}

function readCall(cursor: Cursor): Statement | undefined {
  if (!cursor.take("CALL DBMS.SECURITY.CLEARAUTHCACHE")) return undefined;
  if (cursor.take("(")) cursor.expect(")");
  return { action: "CLEAR AUTH CACHE", run: ({ clearAuthCache }) => clearAuthCache() };
}

function readNameIfExists(cursor: Cursor, what: string): { name: string; ifExists: boolean } {
  return { name: cursor.nameOrParameter(what), ifExists: cursor.take("IF EXISTS") };
}

function readRename(cursor: Cursor): { name: string; ifExists: boolean; to: string } {
  const renamed = readNameIfExists(cursor, "a name");
  cursor.expect("TO");
  return { ...renamed, to: cursor.nameOrParameter("a name") };
}
