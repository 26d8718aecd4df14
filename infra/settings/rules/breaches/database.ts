import { isAdministrative, privilegesOf } from "../../../../access/database/privileges.ts";
import { show } from "../../../../access/finding.ts";
import type { Draft } from "../../draft.ts";
import type { Breach } from "./breach.ts";

/** Administrators that are made in the database: by the role admin, or by a role that can become it. */
export function databaseBreaches({ database }: Draft): Breach[] {
  if (database === undefined) return [];
  const { roles, users, authRules } = database;
  const administrative = roles.flatMap(({ name, privileges }, index) => {
    const place = privileges.findIndex((clause) =>
      [privilegesOf(clause)].flat().some(isAdministrative),
    );
    if (place < 0) return [];
    const at = ["database", "roles", index, "privileges", place];
    return [breach(at, `gives ${show(name)} the rights of an administrator, or a way to them`)];
  });
  const lists = { users, authRules };
  const granted = (["users", "authRules"] as const).flatMap((kind) =>
    lists[kind].flatMap(({ name, roles: given }, index) =>
      given.includes("admin")
        ? [breach(["database", kind, index, "roles"], `give ${show(name)} the role admin`)]
        : [],
    ),
  );
  return [...administrative, ...granted];
}

function breach(at: Breach["at"], message: string): Breach {
  return { rule: "admin-role", at, message, allowed: "less than admin", declared: true };
}
