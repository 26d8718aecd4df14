import { type Finding, type Path, show } from "../../../access/finding.ts";
import { groupFault } from "../../../access/groups.ts";
import { meant } from "../../../access/meant.ts";
import { BUILT_IN_ROLES, isBuiltInRole, roleFault } from "../../../access/roles.ts";
import { lookAlikes } from "../../../access/text.ts";
import type { Draft } from "../draft.ts";
import { declaredRoles, grantedInDatabase } from "./database/roles.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** Groups and roles can be written as a mapping, and every role exists. */
export const groupRules: Rule = (draft) => {
  const { groups, customRoles = [] } = draft;
  return [
    ...mappingFindings(groups ?? {}, ["groups"], draft),
    ...repeated(customRoles, ["customRoles"], "role"),
    ...roleTwins(customRoles),
    ...(groups === undefined ? [] : unusedCustomRoles(groups, customRoles, draft)),
  ];
};

/** Objections to groups and roles that cannot be written as a mapping, or do not exist. */
export function mappingFindings(
  mapping: Readonly<Record<string, readonly string[]>>,
  at: Path,
  { customRoles = [], database }: Pick<Draft, "customRoles" | "database">,
): Finding[] {
  const roles = [...customRoles, ...declaredRoles(database)];
  return [
    ...Object.entries(mapping).flatMap(([group, granted]) => [
      ...groupName(group, [...at, group]),
      ...groupRoles(granted, [...at, group], roles),
    ]),
    ...groupTwins(Object.keys(mapping), at),
  ];
}

function groupName(group: string, at: Path): Finding[] {
  const fault = groupFault(group);
  if (fault === undefined) return [];
  return [
    {
      code: "group-name",
      at,
      message: fault,
      allowed: 'text without ;, ", $( or control characters, and without white space at its ends',
      fix: "rename the group",
    },
  ];
}

function groupRoles(roles: readonly string[], at: Path, custom: readonly string[]): Finding[] {
  if (roles.length === 0) {
    return [
      {
        code: "group-without-role",
        at,
        message: "grants no role",
        allowed: "at least one role",
        fix: "list its roles, or remove the group",
      },
    ];
  }
  return [
    ...repeated(roles, at, "role"),
    ...roles.flatMap((role, index) => roleFinding(role, [...at, index], custom)),
  ];
}

function roleFinding(role: string, at: Finding["at"], custom: readonly string[]): Finding[] {
  const fault = roleFault(role);
  if (fault !== undefined) {
    return [
      {
        code: "role-name",
        at,
        message: `${show(role)} ${fault}`,
        allowed: "a role name without spaces, quotes, $( or any of , ; =",
        fix: "rename the role",
      },
    ];
  }
  if (isBuiltInRole(role) || custom.includes(role)) return [];
  const guess = meant(role, [...BUILT_IN_ROLES, ...custom]);
  const orCustom =
    guess === role.toLowerCase()
      ? ""
      : "; or, if the role really is called so, list it under customRoles";
  return [
    {
      code: "unknown-role",
      at,
      message: `is ${show(role)}, which is no built-in role`,
      allowed: [...BUILT_IN_ROLES, ...custom].join(", "),
      fix:
        guess === undefined
          ? "if it was made with CREATE ROLE, list it under customRoles"
          : `write ${guess}${orCustom}`,
    },
  ];
}

function groupTwins(names: readonly string[], mapping: Path): Finding[] {
  const groups = names.filter((name) => groupFault(name) === undefined);
  return [...lookAlikes(groups)].map(([group, twin]) => {
    const at = [...mapping, group];
    if (twin.toLowerCase() !== group.toLowerCase()) return twinFinding(at, twin);
    return {
      code: "group-case",
      at,
      message: `differs from ${show(twin)} only in case`,
      allowed: "groups that differ in more than case",
      fix: "rename one of them",
    };
  });
}

function roleTwins(customRoles: readonly string[]): Finding[] {
  const roles = customRoles.filter((role) => roleFault(role) === undefined);
  return [...lookAlikes([...BUILT_IN_ROLES, ...roles])].map(([role, twin]) =>
    twinFinding(["customRoles", customRoles.indexOf(role)], twin),
  );
}

function twinFinding(at: Path, twin: string): Finding {
  return {
    code: "look-alike",
    at,
    message: `looks like ${show(twin)}`,
    allowed: "names that a reader can tell apart",
    fix: "rename one of them",
  };
}

function unusedCustomRoles(
  groups: Record<string, string[]>,
  customRoles: readonly string[],
  { database, signIns }: Pick<Draft, "database" | "signIns">,
): Finding[] {
  const mappings = [groups, ...signIns.map((signIn) => signIn.groups ?? {})];
  const granted = new Set([
    ...mappings.flatMap((mapping) => Object.values(mapping).flat()),
    ...grantedInDatabase(database),
  ]);
  return customRoles.flatMap((role, index) => {
    const at = ["customRoles", index];
    if (isBuiltInRole(role)) {
      return [
        {
          code: "custom-role",
          at,
          message: `is ${show(role)}, a built-in role`,
          allowed: "roles made with CREATE ROLE",
          fix: "remove it",
        },
      ];
    }
    if (granted.has(role)) return [];
    return [
      {
        code: "role-without-group",
        at,
        message: `is ${show(role)}, which no group grants`,
        allowed: "roles that some group grants",
        fix: "add it to a group, or remove it",
      },
    ];
  });
}
