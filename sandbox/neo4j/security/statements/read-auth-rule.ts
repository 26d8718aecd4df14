import type { Cursor } from "../../cypher/cursor.ts";
import { type Condition, readCondition } from "../auth-rules/condition.ts";
import { syntaxError } from "../errors.ts";
import {
  alterAuthRule,
  createAuthRule,
  dropAuthRule,
  grantToAuthRules,
  renameAuthRule,
  revokeFromAuthRules,
} from "./auth-rules.ts";
import { readList } from "./read-list.ts";
import type { Statement } from "./statement.ts";

/** Statements that change auth rules, and what they grant. */
export function readAuthRule(cursor: Cursor): Statement | undefined {
  const statement = readRule(cursor) ?? readRoles(cursor);
  return statement && { ...statement, needsCypher25: true };
}

function readRule(cursor: Cursor): Statement | undefined {
  if (cursor.take("DROP AUTH RULE")) {
    const dropped = readName(cursor);
    return { action: "DROP AUTH RULE", run: (context) => dropAuthRule(context, dropped) };
  }
  if (cursor.take("RENAME AUTH RULE")) {
    const renamed = readName(cursor);
    cursor.expect("TO");
    const to = cursor.nameOrParameter("a name");
    return {
      action: "RENAME AUTH RULE",
      run: (context) => renameAuthRule(context, { ...renamed, to }),
    };
  }
  if (cursor.take("ALTER AUTH RULE")) {
    const altered = { ...readName(cursor), ...readClauses(cursor) };
    return { action: "ALTER AUTH RULE", run: (context) => alterAuthRule(context, altered) };
  }
  const orReplace = cursor.take("CREATE OR REPLACE AUTH RULE");
  if (!orReplace && !cursor.take("CREATE AUTH RULE")) return undefined;
  const name = cursor.nameOrParameter("a name");
  const ifNotExists = cursor.take("IF NOT EXISTS");
  const { condition, enabled = true } = readClauses(cursor);
  if (condition === undefined) throw syntaxError("Clause `SET CONDITION` is mandatory.");
  const created = { name, orReplace, ifNotExists, condition, enabled };
  return { action: "CREATE AUTH RULE", run: (context) => createAuthRule(context, created) };
}

function readName(cursor: Cursor): { name: string; ifExists: boolean } {
  return { name: cursor.nameOrParameter("a name"), ifExists: cursor.take("IF EXISTS") };
}

function readClauses(cursor: Cursor): { condition?: Condition; enabled?: boolean } {
  const clauses: { condition?: Condition; enabled?: boolean } = {};
  while (cursor.take("SET")) {
    if (cursor.take("CONDITION")) {
      if (clauses.condition) throw syntaxError("Duplicate `SET CONDITION` clause.");
      clauses.condition = readCondition(cursor);
    } else {
      cursor.expect("ENABLED");
      if (clauses.enabled !== undefined) throw syntaxError("Duplicate `SET ENABLED` clause.");
      clauses.enabled = cursor.take("TRUE");
      if (!clauses.enabled) cursor.expect("FALSE");
    }
  }
  if (Object.keys(clauses).length === 0) cursor.fail("SET CONDITION or SET ENABLED");
  return clauses;
}

/** `GRANT ROLE x TO AUTH RULE y`; undefined for roles of users. */
function readRoles(cursor: Cursor): Statement | undefined {
  const start = cursor.position;
  const isGrant = cursor.take("GRANT ROLES") || cursor.take("GRANT ROLE");
  if (!isGrant && !cursor.take("REVOKE ROLES") && !cursor.take("REVOKE ROLE")) return undefined;
  if (!cursor.isNext("MANAGEMENT ON")) {
    const roles = readList(cursor, () => cursor.nameOrParameter("a role name"));
    const preposition = isGrant ? "TO" : "FROM";
    if (cursor.take(`${preposition} AUTH RULES`) || cursor.take(`${preposition} AUTH RULE`)) {
      const names = readList(cursor, () => cursor.nameOrParameter("a name"));
      return isGrant
        ? {
            action: "GRANT ROLE TO AUTH RULE",
            run: (context) => grantToAuthRules(context, roles, names),
          }
        : {
            action: "REVOKE ROLE FROM AUTH RULE",
            run: (context) => revokeFromAuthRules(context, roles, names),
          };
    }
  }
  cursor.position = start;
  return undefined;
}
