import { Cursor } from "../../cypher/cursor.ts";
import type { Value } from "../../cypher/value.ts";
import { readYield } from "../../cypher/yields.ts";
import type { ParsedStatement, Statement } from "./statement.ts";
import { readUserClauses } from "./user-clauses.ts";

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
  for (const read of [readShow, readUser, readRole, readGrant, readCall]) {
    const start = cursor.position;
    const statement = read(cursor);
    if (statement) {
      cursor.expectEnd();
      return { statement, loggable: cursor.loggable() };
    }
    cursor.position = start;
  }
  return undefined;
}

function readShow(cursor: Cursor): Statement | undefined {
  if (!cursor.take("SHOW")) return undefined;
  if (cursor.take("CURRENT USER")) {
    return { kind: "show current user", columns: readYield(cursor) };
  }
  if (cursor.take("USERS") || cursor.take("USER")) {
    const withAuth = cursor.take("WITH AUTH");
    if (!withAuth && !atClauseEnd(cursor)) return undefined;
    return { kind: "show users", withAuth, columns: readYield(cursor) };
  }
  if (cursor.take("SETTINGS") || cursor.take("SETTING")) {
    return { kind: "show settings", names: readTexts(cursor), columns: readYield(cursor) };
  }
  const populated = cursor.take("POPULATED");
  if (!populated) cursor.take("ALL");
  if (!cursor.take("ROLES") && !cursor.take("ROLE")) return undefined;
  const withUsers = cursor.take("WITH USERS") || cursor.take("WITH USER");
  if (!withUsers && !atClauseEnd(cursor)) return undefined;
  return { kind: "show roles", populated, withUsers, columns: readYield(cursor) };
}

function readTexts(cursor: Cursor): string[] {
  if (atClauseEnd(cursor)) return [];
  const texts = [cursor.text("a setting name in quotes")];
  while (cursor.take(",")) texts.push(cursor.text("a setting name in quotes"));
  return texts;
}

// SHOW USER x PRIVILEGES and SHOW ROLE x PRIVILEGES are other statements.
function atClauseEnd(cursor: Cursor): boolean {
  return cursor.atEnd() || [";", "YIELD", "WHERE", "RETURN"].some((next) => cursor.isNext(next));
}

function readUser(cursor: Cursor): Statement | undefined {
  if (cursor.take("ALTER CURRENT USER")) {
    cursor.expect("SET PASSWORD FROM");
    const from = cursor.secret("the old password");
    cursor.expect("TO");
    return { kind: "alter current user", from, to: cursor.secret("the new password") };
  }
  if (cursor.take("ALTER USER")) {
    const name = cursor.nameOrParameter("a user name");
    const ifExists = cursor.take("IF EXISTS");
    return { kind: "alter user", name, ifExists, changes: readUserClauses(cursor, true) };
  }
  if (cursor.take("DROP USER")) {
    return {
      kind: "drop user",
      name: cursor.nameOrParameter("a user name"),
      ifExists: cursor.take("IF EXISTS"),
    };
  }
  if (cursor.take("RENAME USER")) return { kind: "rename user", ...readRename(cursor) };
  const orReplace = cursor.take("CREATE OR REPLACE USER");
  if (!orReplace && !cursor.take("CREATE USER")) return undefined;
  const name = cursor.nameOrParameter("a user name");
  const ifNotExists = cursor.take("IF NOT EXISTS");
  const changes = readUserClauses(cursor, false);
  return { kind: "create user", name, ifNotExists, orReplace, changes };
}

function readRole(cursor: Cursor): Statement | undefined {
  if (cursor.take("DROP ROLE")) {
    return {
      kind: "drop role",
      name: cursor.nameOrParameter("a role name"),
      ifExists: cursor.take("IF EXISTS"),
    };
  }
  if (cursor.take("RENAME ROLE")) return { kind: "rename role", ...readRename(cursor) };
  const orReplace = cursor.take("CREATE OR REPLACE ROLE");
  if (!orReplace && !cursor.take("CREATE ROLE")) return undefined;
  const name = cursor.nameOrParameter("a role name");
  const ifNotExists = cursor.take("IF NOT EXISTS");
  const copyOf = cursor.take("AS COPY OF") ? cursor.nameOrParameter("a role name") : undefined;
  return { kind: "create role", name, copyOf, ifNotExists, orReplace };
}

function readRename(cursor: Cursor): { name: string; to: string; ifExists: boolean } {
  const name = cursor.nameOrParameter("a name");
  const ifExists = cursor.take("IF EXISTS");
  cursor.expect("TO");
  return { name, to: cursor.nameOrParameter("a name"), ifExists };
}

function readGrant(cursor: Cursor): Statement | undefined {
  if (cursor.take("GRANT ROLES") || cursor.take("GRANT ROLE")) {
    const roles = readNames(cursor, "a role name");
    cursor.expect("TO");
    return { kind: "grant role", roles, users: readNames(cursor, "a user name") };
  }
  if (cursor.take("REVOKE ROLES") || cursor.take("REVOKE ROLE")) {
    const roles = readNames(cursor, "a role name");
    cursor.expect("FROM");
    return { kind: "revoke role", roles, users: readNames(cursor, "a user name") };
  }
  return undefined;
}

function readNames(cursor: Cursor, what: string): string[] {
  const names = [cursor.nameOrParameter(what)];
  while (cursor.take(",")) names.push(cursor.nameOrParameter(what));
  return names;
}

function readCall(cursor: Cursor): Statement | undefined {
  if (!cursor.take("CALL DBMS.SECURITY.CLEARAUTHCACHE")) return undefined;
  if (cursor.take("(")) cursor.expect(")");
  return { kind: "clear auth cache" };
}
