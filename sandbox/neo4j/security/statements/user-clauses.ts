import type { Cursor } from "../../cypher/cursor.ts";
import { UnknownStatementError } from "../../cypher/errors.ts";
import { syntaxError } from "../errors.ts";
import type { UserChanges } from "./statement.ts";

/** Reads the SET clauses, for ALTER USER after the REMOVE clauses, up to the end of the statement. */
export function readUserClauses(cursor: Cursor, removeAllowed: boolean): UserChanges {
  const changes: UserChanges = { externalIds: new Map(), removeAuth: [] };
  let clauses = 0;
  for (; removeAllowed && cursor.take("REMOVE"); clauses += 1) readRemove(cursor, changes);
  for (; cursor.take("SET"); clauses += 1) readSet(cursor, changes);
  if (clauses === 0) cursor.fail(removeAllowed ? "SET or REMOVE" : "SET");
  if (cursor.isNext("REMOVE")) throw syntaxError("Invalid input 'REMOVE': expected 'SET' or <EOF>");
  return changes;
}

function readSet(cursor: Cursor, changes: UserChanges): void {
  if (readPassword(cursor, changes)) return;
  if (cursor.take("STATUS")) {
    once(changes.suspended, "SET STATUS");
    if (cursor.take("SUSPENDED")) changes.suspended = true;
    else {
      cursor.expect("ACTIVE");
      changes.suspended = false;
    }
  } else if (cursor.take("HOME DATABASE")) {
    once(changes.homeDatabase, "SET HOME DATABASE");
    changes.homeDatabase = readDatabaseName(cursor);
  } else if (cursor.take("AUTH")) {
    readAuth(cursor, changes);
  } else {
    cursor.fail("AUTH, HOME DATABASE, PASSWORD or STATUS");
  }
}

/** `[PLAINTEXT] PASSWORD 'x' [CHANGE [NOT] REQUIRED]` or `PASSWORD CHANGE [NOT] REQUIRED`. */
function readPassword(cursor: Cursor, changes: UserChanges): boolean {
  const plaintext = cursor.take("PLAINTEXT");
  if (cursor.take("ENCRYPTED")) {
    throw new UnknownStatementError(": passwords that are ENCRYPTED. Fix: give the plain text.");
  }
  if (!cursor.take("PASSWORD")) return plaintext ? cursor.fail("PASSWORD") : false;
  if (!plaintext && readChangeRequired(cursor, changes)) return true;
  once(changes.password, "SET PASSWORD");
  changes.password = cursor.secret("a password");
  readChangeRequired(cursor, changes);
  return true;
}

function readChangeRequired(cursor: Cursor, changes: UserChanges): boolean {
  if (!cursor.take("CHANGE")) return false;
  once(changes.passwordChangeRequired, "SET PASSWORD CHANGE [NOT] REQUIRED");
  changes.passwordChangeRequired = !cursor.take("NOT");
  cursor.expect("REQUIRED");
  return true;
}

/** `[PROVIDER] 'oidc-x' { SET ID 'id' }` or `'native' { SET PASSWORD ... }`; commas may stand between. */
function readAuth(cursor: Cursor, changes: UserChanges): void {
  cursor.take("PROVIDER");
  const provider = cursor.text("an auth provider");
  if (provider === "") throw syntaxError("The auth provider must have a name.");
  cursor.expect("{");
  let id: string | undefined;
  let password = false;
  do {
    cursor.expect("SET");
    if (cursor.take("ID")) {
      once(id, "SET ID");
      id = cursor.text("an id");
    } else if (readPassword(cursor, changes)) {
      password = true;
    } else {
      cursor.fail("ID or PASSWORD");
    }
    cursor.take(",");
  } while (!cursor.take("}"));
  if (provider === "native") {
    if (id !== undefined)
      throw syntaxError("Auth provider `native` does not allow `SET ID` clause.");
    if (changes.password === undefined && changes.passwordChangeRequired === undefined) {
      throw syntaxError("Clause `SET PASSWORD` is mandatory for auth provider `native`.");
    }
    return;
  }
  if (password) {
    throw syntaxError(`Auth provider \`${provider}\` does not allow \`SET PASSWORD\` clause.`);
  }
  if (id === undefined || id === "") {
    throw syntaxError(`Clause \`SET ID\` is mandatory for auth provider \`${provider}\`.`);
  }
  once(changes.externalIds.get(provider), `SET AUTH '${provider}'`);
  changes.externalIds.set(provider, id);
}

function readRemove(cursor: Cursor, changes: UserChanges): void {
  if (cursor.take("HOME DATABASE")) {
    changes.removeHomeDatabase = true;
    return;
  }
  if (cursor.take("ALL AUTH")) {
    if (!cursor.take("PROVIDERS")) cursor.take("PROVIDER");
    changes.removeAuth = "all";
    return;
  }
  if (!cursor.take("AUTH")) cursor.fail("HOME DATABASE, AUTH or ALL AUTH");
  if (!cursor.take("PROVIDERS")) cursor.take("PROVIDER");
  const provider = cursor.text("an auth provider");
  if (changes.removeAuth !== "all") changes.removeAuth.push(provider);
}

/** A database name may have dots and, in quotes as the SSO tutorial writes it, be a string. */
function readDatabaseName(cursor: Cursor): string {
  const start = cursor.position;
  try {
    return cursor.text("a database name");
  } catch {
    cursor.position = start;
  }
  let name = cursor.nameOrParameter("a database name");
  while (cursor.take(".")) name += `.${cursor.nameOrParameter("a database name")}`;
  return name;
}

function once(earlier: unknown, clause: string): void {
  if (earlier !== undefined) throw syntaxError(`Duplicate \`${clause}\` clause.`);
}
