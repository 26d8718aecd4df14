import type { AuthRule } from "../auth-rules/auth-rules.ts";
import type { Condition } from "../auth-rules/condition.ts";
import { argumentError } from "../errors.ts";
import type { StatementContext } from "./statement.ts";

interface Named {
  name: string;
  ifExists: boolean;
}

/** `CREATE [OR REPLACE] AUTH RULE`. @throws Neo4jError ArgumentError */
export function createAuthRule(
  { users: { authRules } }: StatementContext,
  created: Omit<AuthRule, "roles"> & { orReplace: boolean; ifNotExists: boolean },
): void {
  const { name, condition, enabled, orReplace, ifNotExists } = created;
  if (authRules.byName.has(name) && !orReplace) {
    if (ifNotExists) return;
    throw refuse("create", name, "Auth rule already exists.");
  }
  authRules.byName.set(name, { name, condition, enabled, roles: new Set() });
}

/** `ALTER AUTH RULE`. @throws Neo4jError ArgumentError */
export function alterAuthRule(
  context: StatementContext,
  altered: Named & { condition?: Condition; enabled?: boolean },
): void {
  const rule = find(context, "alter", altered);
  if (!rule) return;
  const { condition = rule.condition, enabled = rule.enabled } = altered;
  Object.assign(rule, { condition, enabled });
}

/** `DROP AUTH RULE`. @throws Neo4jError ArgumentError */
export function dropAuthRule(context: StatementContext, dropped: Named): void {
  if (find(context, "drop", dropped)) context.users.authRules.byName.delete(dropped.name);
}

/** `RENAME AUTH RULE`. @throws Neo4jError ArgumentError */
export function renameAuthRule(context: StatementContext, renamed: Named & { to: string }): void {
  const rule = find(context, "rename", renamed);
  if (!rule) return;
  const { byName } = context.users.authRules;
  const { name, to } = renamed;
  if (to !== name && byName.has(to)) throw refuse("rename", name, `'${to}' already exists.`);
  byName.delete(name);
  byName.set(to, { ...rule, name: to });
}

/** `GRANT ROLE ... TO AUTH RULE ...`: no role that denies anything. @throws Neo4jError ArgumentError */
export function grantToAuthRules(
  context: StatementContext,
  roles: string[],
  names: string[],
): void {
  const rules = findAll(context, "grant roles to", roles, names);
  const denying = roles.find((role) => context.users.privileges.denies(role));
  if (denying !== undefined) {
    throw argumentError(
      `Failed to grant role '${denying}' to an auth rule: The role has denied privileges.`,
    );
  }
  for (const rule of rules) for (const role of roles) rule.roles.add(role);
}

/** `REVOKE ROLE ... FROM AUTH RULE ...`. @throws Neo4jError ArgumentError */
export function revokeFromAuthRules(
  context: StatementContext,
  roles: string[],
  names: string[],
): void {
  const rules = findAll(context, "revoke roles from", roles, names);
  for (const rule of rules) for (const role of roles) rule.roles.delete(role);
}

function findAll(
  context: StatementContext,
  what: string,
  roles: string[],
  names: string[],
): AuthRule[] {
  const { users } = context;
  const unknown = roles.find((role) => !users.roles.has(role));
  if (unknown !== undefined)
    throw argumentError(`Failed to ${what} an auth rule: Role '${unknown}' does not exist.`);
  return names.map((name) => {
    const rule = users.authRules.byName.get(name);
    if (rule) return rule;
    throw argumentError(`Failed to ${what} the auth rule '${name}': Auth rule does not exist.`);
  });
}

function find(
  { users }: StatementContext,
  what: string,
  { name, ifExists }: Named,
): AuthRule | undefined {
  const rule = users.authRules.byName.get(name);
  if (rule || ifExists) return rule;
  throw refuse(what, name, "Auth rule does not exist.");
}

function refuse(what: string, name: string, why: string) {
  return argumentError(`Failed to ${what} the specified auth rule '${name}': ${why}`);
}
