import { privilegesOf } from "../../../../access/database/privileges.ts";
import { type Finding, type Path, show } from "../../../../access/finding.ts";
import { BUILT_IN_ROLES, isBuiltInRole, roleFault } from "../../../../access/roles.ts";
import { lookAlikes } from "../../../../access/text.ts";
import type { Draft } from "../../draft.ts";
import { repeated } from "../repeated.ts";

/** The setting `database`, if it could be read. */
export type Database = NonNullable<Draft["database"]>;

/** Names of the roles that the database is given. */
export function declaredRoles(database: Draft["database"]): string[] {
  return (database?.roles ?? []).map(({ name }) => name);
}

/** Roles that users and auth rules get. */
export function grantedInDatabase(database: Draft["database"]): string[] {
  return [...(database?.users ?? []), ...(database?.authRules ?? [])].flatMap(({ roles }) => roles);
}

/** Roles that are made have names of their own, and privileges that Neo4j reads. */
export function roleFindings({ roles }: Database, customRoles: readonly string[]): Finding[] {
  const names = roles.map(({ name }) => name);
  const at = (index: number) => ["database", "roles", index, "name"];
  return [
    ...named(repeated(names, ["database", "roles"], "role")),
    ...[...lookAlikes([...BUILT_IN_ROLES, ...names])]
      .filter(([name]) => !isBuiltInRole(name))
      .map(([name, twin]) => ({
        code: "look-alike",
        at: at(names.indexOf(name)),
        message: `looks like ${show(twin)}`,
        allowed: "names that a reader can tell apart",
        fix: "rename one of them",
      })),
    ...roles.flatMap(({ name, privileges }, index) => [
      ...takenName(name, customRoles, at(index)),
      ...privileges.flatMap((clause, place) =>
        privilegeFinding(clause, ["database", "roles", index, "privileges", place]),
      ),
    ]),
  ];
}

/** A repeated name stands under `name`. */
export function named(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, at: [...finding.at, "name"] }));
}

function takenName(name: string, customRoles: readonly string[], at: Path): Finding[] {
  const isBuiltIn = isBuiltInRole(name) || name === "PUBLIC";
  if (!isBuiltIn && !customRoles.includes(name)) return [];
  return [
    {
      code: "custom-role",
      at,
      message: `is ${show(name)}, ${isBuiltIn ? "a built-in role" : "which customRoles lists as made elsewhere"}`,
      allowed: "roles that this stack makes",
      fix: isBuiltIn ? "choose another name" : "remove it from customRoles",
    },
  ];
}

function privilegeFinding(clause: string, at: Path): Finding[] {
  const privileges = privilegesOf(clause);
  if (typeof privileges !== "string") return [];
  return [
    {
      code: "privilege",
      at,
      message: privileges,
      allowed: "GRANT or DENY and one privilege of Neo4j's manual, without TO and the role",
      fix: "write it as in GRANT MATCH {*} ON GRAPH neo4j NODES Person",
    },
  ];
}

/** Roles that somebody is given exist. */
export function unknownRoles(roles: readonly string[], known: readonly string[], at: Path) {
  return [
    ...repeated(roles, at, "role"),
    ...roles.flatMap((role, index) =>
      known.includes(role)
        ? wrongName(role, [...at, index])
        : [
            {
              code: "unknown-role",
              at: [...at, index],
              message: `is ${show(role)}, which is no built-in role`,
              allowed: known.join(", "),
              fix: "make it under database.roles, or list it under customRoles",
            },
          ],
    ),
  ];
}

/** One of `customRoles`, which no mapping has checked. */
function wrongName(role: string, at: Path): Finding[] {
  const fault = roleFault(role);
  if (fault === undefined) return [];
  return [
    {
      code: "role-name",
      at,
      message: `${show(role)} ${fault}`,
      allowed: "names that Neo4j takes for a role",
      fix: "correct the name",
    },
  ];
}
