import { Unknown } from "../access/effective/resource.ts";
import {
  holds,
  kindOf,
  onlyReads,
  type Permission,
  showsSecrets,
} from "../access/okta-rights/permissions.ts";
import { rightFor } from "../access/okta-rights/rights.ts";
import { type ApiScope, carries } from "../access/okta-rights/scopes.ts";
import type { Call } from "./calls.ts";
import type { LeastPrivilege } from "./schema.ts";

/** A permission, what it is held on, and the calls that need it. */
interface Need {
  permission: Permission;
  scope: ApiScope;
  resources: string[];
  calls: Call[];
}

/** The least that allows all of these calls. */
export function leastPrivilege(calls: readonly Call[]): LeastPrivilege {
  const scopes = [...new Set(calls.filter(isCustom).map(({ kind }) => rightFor(kind).scope))];
  const needs = smallest(needsOf(calls));
  return {
    scopes: scopes
      .filter((scope) => !scopes.some((other) => other !== scope && carries([other], scope)))
      .sort(),
    assignments: assignmentsOf(needs),
    needs: needs.map((need) => ({ ...need, calls: byKind(need.calls) })),
    beyond: beyondOf(calls),
  };
}

function isCustom({ kind }: Call): boolean {
  return "permissions" in rightFor(kind);
}

function needsOf(calls: readonly Call[]): Need[] {
  const needed = calls.flatMap((call) => {
    const right = rightFor(call.kind);
    if (!("permissions" in right)) return [];
    return right.permissions.map(({ permission, on }) => ({
      permission,
      scope: right.scope,
      call,
      resource: addressOf(call, permission, on === "collection"),
    }));
  });
  return [...Map.groupBy(needed, ({ permission }) => permission)].map(([permission, ones]) => ({
    permission,
    scope: ones.map(({ scope }) => scope).sort()[0] as ApiScope,
    resources: withoutCovered(ones.flatMap(({ resource }) => resource ?? [])),
    calls: ones.map(({ call }) => call),
  }));
}

/** Okta takes an object that is still to be made by its collection only. */
function addressOf(
  { on }: Call,
  permission: Permission,
  isCollection: boolean,
): string | undefined {
  const kind = kindOf(permission);
  if (kind === "org") return undefined;
  const id = on[kind];
  return isCollection || id === undefined || id instanceof Unknown ? kind : `${kind}/${id}`;
}

/** A collection has all objects of its kind. */
function withoutCovered(resources: readonly string[]): string[] {
  const all = new Set(resources);
  return [...all]
    .filter((one) => !one.includes("/") || !all.has(one.split("/", 1)[0] ?? ""))
    .sort();
}

/** Without permissions that another one includes on the same objects. */
function smallest(needs: readonly Need[]): Need[] {
  const covers = (one: Need, other: Need) =>
    one !== other &&
    holds([one.permission], other.permission) &&
    withoutCovered([...one.resources, ...other.resources]).join() === one.resources.join();
  const kept = needs.filter((need) => !needs.some((other) => covers(other, need)));
  return kept.map((need) => ({
    ...need,
    calls: needs
      .filter((other) => other === need || covers(need, other))
      .flatMap(({ calls }) => calls),
  }));
}

/** Permissions of one role are held on all of its resources, so each role has what belongs together. */
function roleOf(permission: Permission): string {
  if (showsSecrets(permission)) return "secrets";
  if (onlyReads(permission)) return "read";
  return /assignment\.manage$/i.test(permission) ? "assign" : "manage";
}

function assignmentsOf(needs: readonly Need[]): LeastPrivilege["assignments"] {
  const limited = needs.filter(({ resources }) => resources.length > 0);
  const roles = [...Map.groupBy(limited, ({ permission }) => roleOf(permission))].map(
    ([role, ones]) => ({
      role,
      permissions: ones.map(({ permission }) => permission),
      resources: ones.flatMap(({ resources }) => resources).sort(),
    }),
  );
  // What no object limits goes with any role: the first one.
  const order = ["manage", "read", "assign", "secrets"];
  const [first, ...others] = roles.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  const free = needs.flatMap(({ permission, resources }) =>
    resources.length > 0 ? [] : permission,
  );
  if (first === undefined) return [];
  return [{ ...first, permissions: [...first.permissions, ...free] }, ...others].map((one) => ({
    ...one,
    permissions: [...one.permissions].sort(),
  }));
}

function beyondOf(calls: readonly Call[]): LeastPrivilege["beyond"] {
  const ones = calls.flatMap((call) => {
    const right = rightFor(call.kind);
    return "standardRoles" in right ? [{ call, standardRoles: right.standardRoles }] : [];
  });
  return [...Map.groupBy(ones, ({ standardRoles }) => standardRoles.join())].map(([, group]) => ({
    standardRoles: [...(group[0]?.standardRoles ?? [])],
    calls: byKind(group.map(({ call }) => call)),
  }));
}

function byKind(calls: readonly Call[]): LeastPrivilege["needs"][number]["calls"] {
  return [...Map.groupBy(calls, ({ kind }) => kind)].map(([call, ones]) => ({
    call,
    resources: [...new Set(ones.map(({ resource }) => resource))].sort(),
  }));
}
