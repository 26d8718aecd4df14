import { granted, holds, onlyReads, type Permission } from "./permissions.ts";
import { CALL_KINDS, type CustomRoleRight, type Right, rightFor } from "./rights.ts";
import { type ApiScope, carries } from "./scopes.ts";
import type { StandardRole } from "./standard-roles.ts";

const ALL_RIGHTS: readonly Right[] = CALL_KINDS.map(rightFor);

const CUSTOM = ALL_RIGHTS.filter((right): right is CustomRoleRight => "permissions" in right);

/** The standard roles that a scope is of use to, where no custom role can use it; else undefined. */
export function standardRolesFor(scope: ApiScope): readonly StandardRole[] | undefined {
  if (CUSTOM.some((right) => right.scope === scope)) return undefined;
  const right = ALL_RIGHTS.find((candidate) => candidate.scope === scope);
  return right && "standardRoles" in right ? right.standardRoles : [];
}

/** Whether a scope lets a client with these permissions make a call that it could not make without. */
export function isUsable(scope: ApiScope, permissions: readonly Permission[]): boolean {
  return CUSTOM.some(
    (right) =>
      right.scope === scope &&
      right.permissions.every(({ permission }) => holds(permissions, permission)),
  );
}

/** Permissions any of which makes a scope usable, sorted. */
export function permissionsFor(scope: ApiScope): Permission[] {
  return sorted(
    CUSTOM.filter((right) => right.scope === scope).flatMap((right) =>
      right.permissions.map(({ permission }) => permission),
    ),
  );
}

/** Scopes any of which makes a permission usable for what it is given for, sorted. */
export function scopesFor(permission: Permission): ApiScope[] {
  const used = granted(permission).filter((part) => onlyReads(part) === onlyReads(permission));
  return sorted(
    CUSTOM.filter((right) =>
      right.permissions.some((needed) => used.includes(needed.permission)),
    ).map(({ scope }) => scope),
  );
}

/** Whether one of the scopes makes a permission usable for what it is given for. */
export function isUsed(permission: Permission, scopes: readonly ApiScope[]): boolean {
  return scopesFor(permission).some((scope) => carries(scopes, scope));
}

function sorted<T extends string>(words: readonly T[]): T[] {
  return [...new Set(words)].sort();
}
