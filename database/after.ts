import type { DatabaseNames, DeclaredDatabase } from "../access/database/declared.ts";
import type { DatabaseObjects } from "../neo4j-client/database-objects.ts";

type Access = Pick<DatabaseObjects, "users" | "authRules" | "settings">;

/** Users and rules as they will be. */
export function after(actual: Access, declared: DeclaredDatabase, dropped: DatabaseNames): Access {
  const users = new Map(actual.users);
  for (const { name, auth, password, homeDatabase, suspended, roles } of declared.users) {
    const hasPassword = password !== undefined;
    users.set(name, {
      auth: new Map(Object.entries(auth)),
      hasPassword,
      homeDatabase,
      suspended,
      roles,
    });
  }
  for (const name of dropped.users) users.delete(name);
  const authRules = new Map(actual.authRules);
  for (const rule of declared.authRules) authRules.set(rule.name, rule);
  for (const name of dropped.authRules) authRules.delete(name);
  return { users, authRules, settings: actual.settings };
}
