import type { Cursor } from "../../cypher/cursor.ts";
import type { Verb } from "../privileges/privilege-store.ts";
import { readPrivilege } from "../privileges/read-privilege.ts";
import { addPrivileges, removePrivileges } from "./privileges.ts";
import { readList } from "./read-list.ts";
import type { Statement } from "./statement.ts";

/** `GRANT`, `DENY` or `REVOKE` of a privilege; undefined for those of a role. */
export function readPrivileges(cursor: Cursor): Statement | undefined {
  const verb = cursor.take("GRANT") ? "GRANT" : cursor.take("DENY") ? "DENY" : undefined;
  if (verb !== undefined) {
    if (isRole(cursor)) return undefined;
    const privileges = readPrivilege(cursor);
    cursor.expect("TO");
    const roles = readList(cursor, () => cursor.nameOrParameter("a role name"));
    return {
      action: `${verb} PRIVILEGE`,
      run: (context) => addPrivileges(context, { verb, privileges, roles }),
    };
  }
  if (!cursor.take("REVOKE") || isRole(cursor)) return undefined;
  const verbs: Verb[] = cursor.take("GRANT")
    ? ["GRANT"]
    : cursor.take("DENY")
      ? ["DENY"]
      : ["GRANT", "DENY"];
  const privileges = readPrivilege(cursor);
  cursor.expect("FROM");
  const roles = readList(cursor, () => cursor.nameOrParameter("a role name"));
  return {
    action: "REVOKE PRIVILEGE",
    run: (context) => removePrivileges(context, { verbs, privileges, roles }),
  };
}

/** `GRANT ROLE x TO`, and not `GRANT ROLE MANAGEMENT ON DBMS TO`. */
function isRole(cursor: Cursor): boolean {
  return (cursor.isNext("ROLE") || cursor.isNext("ROLES")) && !cursor.isNext("ROLE MANAGEMENT ON");
}
