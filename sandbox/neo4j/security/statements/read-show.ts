import type { Cursor } from "../../cypher/cursor.ts";
import { showPrivileges } from "./privileges.ts";
import { readList } from "./read-list.ts";
import { showCurrentUser, showRoles, showUsers } from "./show.ts";
import { showAuthRules, showAuthRulesAsCommands } from "./show-auth-rules.ts";
import { showSettings } from "./show-settings.ts";
import type { Statement } from "./statement.ts";

/** `SHOW` of users, roles, privileges, auth rules or settings; undefined for any other. */
export function readShow(cursor: Cursor): Statement | undefined {
  if (!cursor.take("SHOW")) return undefined;
  if (cursor.take("CURRENT USER")) return { action: "SHOW CURRENT USER", run: showCurrentUser };
  if (cursor.take("USERS") || cursor.take("USER")) {
    const withAuth = cursor.take("WITH AUTH");
    if (!withAuth && !atClauseEnd(cursor)) return undefined;
    return { action: "SHOW USERS", run: (context) => showUsers(context, withAuth) };
  }
  if (cursor.take("SETTINGS") || cursor.take("SETTING")) {
    const names = atClauseEnd(cursor)
      ? []
      : readList(cursor, () => cursor.text("a setting name in quotes"));
    return { action: "SHOW SETTINGS", run: (context) => showSettings(context, names) };
  }
  if (cursor.take("AUTH RULES") || cursor.take("AUTH RULE")) {
    const shown = { action: "SHOW AUTH RULES", needsCypher25: true };
    if (!takeAsCommands(cursor)) return { ...shown, run: showAuthRules };
    return { ...shown, usual: ["command"], run: showAuthRulesAsCommands };
  }
  return readShowPrivileges(cursor) ?? readShowRoles(cursor);
}

/** `SHOW [ALL] PRIVILEGES` and `SHOW ROLE a, b PRIVILEGES`, as commands only. */
function readShowPrivileges(cursor: Cursor): Statement | undefined {
  const start = cursor.position;
  if (cursor.take("ALL PRIVILEGES") || takePrivileges(cursor)) return asCommands(cursor, undefined);
  const isOfRoles = cursor.take("ROLES") || cursor.take("ROLE");
  if (isOfRoles && !atClauseEnd(cursor) && !cursor.isNext("WITH")) {
    const roles = readList(cursor, () => cursor.nameOrParameter("a role name"));
    if (takePrivileges(cursor)) return asCommands(cursor, roles);
  }
  cursor.position = start;
  return undefined;
}

function asCommands(cursor: Cursor, roles: string[] | undefined): Statement {
  const asRevoke = cursor.take("AS REVOKE COMMANDS") || cursor.take("AS REVOKE COMMAND");
  if (!asRevoke && !takeAsCommands(cursor)) cursor.fail("AS COMMANDS");
  return {
    action: "SHOW PRIVILEGES",
    usual: ["command"],
    run: (context) => showPrivileges(context, roles, asRevoke),
  };
}

function takePrivileges(cursor: Cursor): boolean {
  return cursor.take("PRIVILEGES") || cursor.take("PRIVILEGE");
}

function takeAsCommands(cursor: Cursor): boolean {
  return cursor.take("AS COMMANDS") || cursor.take("AS COMMAND");
}

function readShowRoles(cursor: Cursor): Statement | undefined {
  const populated = cursor.take("POPULATED");
  if (!populated) cursor.take("ALL");
  if (!cursor.take("ROLES") && !cursor.take("ROLE")) return undefined;
  const withUsers = cursor.take("WITH USERS") || cursor.take("WITH USER");
  if (!withUsers && !atClauseEnd(cursor)) return undefined;
  return { action: "SHOW ROLES", run: (context) => showRoles(context, populated, withUsers) };
}

// SHOW USER x PRIVILEGES is another statement.
function atClauseEnd(cursor: Cursor): boolean {
  return cursor.atEnd() || [";", "YIELD", "WHERE", "RETURN"].some((next) => cursor.isNext(next));
}
