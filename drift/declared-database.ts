import { sameCondition } from "../access/database/conditions.ts";
import { type DeclaredDatabase, declaredDatabaseSchema } from "../access/database/declared.ts";
import type { Resource } from "../access/effective/resource.ts";
import type { AuthRule, DatabaseUser } from "../neo4j-client/administrator.ts";

/** What a stack declares inside of its database, by its output `access`; undefined for nothing. */
export function declaredDatabase(resources: readonly Resource[]): DeclaredDatabase | undefined {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const { database } = Object(stack?.properties.access) as { database?: unknown };
  return declaredDatabaseSchema.safeParse(database).data;
}

/** Whether a user is as the stack declares it: by roles and ways in. */
export function isDeclaredUser(
  { name, roles, providers }: DatabaseUser,
  declared: DeclaredDatabase | undefined,
): boolean {
  return (declared?.users ?? []).some(
    (user) =>
      user.name === name &&
      sameNames(user.roles, roles) &&
      sameNames([...Object.keys(user.auth), ...(user.password ? ["native"] : [])], providers),
  );
}

/** Whether an auth rule is as the stack declares it. */
export function isDeclaredRule(
  { name, condition, enabled, roles }: AuthRule,
  declared: DeclaredDatabase | undefined,
): boolean {
  return (declared?.authRules ?? []).some(
    (rule) =>
      rule.name === name &&
      rule.enabled === enabled &&
      sameNames(rule.roles, roles) &&
      sameCondition(rule.condition, condition),
  );
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join("\0") === other.toSorted().join("\0");
}
