import { type Finding, type Path, show } from "../../finding.ts";
import { correction } from "../../meant.ts";
import { isUsed, scopesFor } from "../matching.ts";
import { isPermission, PERMISSIONS, type Permission, showsSecrets } from "../permissions.ts";
import { type ApiScope, isApiScope, isManageScope } from "../scopes.ts";
import type { Assignment, ClientRights } from "./client.ts";
import { resourceFindings } from "./resources.ts";

const ROLE = /^(?=.{1,32}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Assignments whose role, permissions or resources are wrong. */
export function assignmentFindings({ assignments, scopes }: ClientRights): Finding[] {
  const known = scopes.filter(isApiScope);
  const roles = assignments.map(({ role }) => role);
  return assignments.flatMap((assignment, index) => {
    const at = ["assignments", index];
    return [
      ...roleFindings(assignment.role, roles.indexOf(assignment.role) < index, [...at, "role"]),
      ...permissionFindings(assignment, known, [...at, "permissions"]),
      ...resourceFindings(assignment, [...at, "resources"]),
    ];
  });
}

function roleFindings(role: string, isRepeated: boolean, at: Path): Finding[] {
  if (ROLE.test(role) && !isRepeated) return [];
  return [
    {
      code: isRepeated ? "role-repeated" : "role-label",
      at,
      message: isRepeated ? `is ${show(role)} again` : `is ${show(role)}`,
      allowed: isRepeated
        ? "a label of its own for each assignment of the client"
        : '1 to 32 lower-case letters, digits and "-", with a letter or digit at both ends',
      fix: isRepeated ? "choose another label" : "choose a label of that form",
    },
  ];
}

function permissionFindings(
  { permissions }: Assignment,
  scopes: readonly ApiScope[],
  at: Path,
): Finding[] {
  if (permissions.length === 0) return [noPermission(at)];
  return permissions.flatMap((permission, index) => {
    const fault = isPermission(permission) ? unfit(permission, scopes) : unknown(permission);
    return fault === undefined ? [] : [{ ...fault, at: [...at, index] }];
  });
}

type Fault = Omit<Finding, "at">;

function noPermission(at: Path): Finding {
  return {
    code: "permissions-empty",
    at,
    message: "is empty, and Okta has no role without a permission",
    allowed: "one permission or more",
    fix: "list the permissions that are needed, or remove the assignment",
  };
}

function unknown(permission: string): Fault {
  return {
    code: "permission-unknown",
    message: `is ${show(permission)}`,
    allowed: PERMISSIONS.join(", "),
    fix: correction(permission, PERMISSIONS, "choose one of these"),
  };
}

function unfit(permission: Permission, scopes: readonly ApiScope[]): Fault | undefined {
  if (showsSecrets(permission) && !scopes.some(isManageScope)) return secretsForReader(permission);
  return isUsed(permission, scopes) ? undefined : unused(permission);
}

function secretsForReader(permission: Permission): Fault {
  return {
    code: "secrets-for-reader",
    message: `is ${show(permission)}, which shows client secrets in the clear, and the client only reads`,
    allowed: "this permission for clients that change something only",
    fix: "remove it; whoever compares declared and actual apps needs okta.apps.read only",
  };
}

function unused(permission: Permission): Fault {
  const scopes = scopesFor(permission);
  return {
    code: "permission-without-scope",
    message: `is ${show(permission)}, and no scope of the client uses it`,
    allowed:
      scopes.length === 0
        ? "permissions that a known call needs"
        : `the permission with one of these scopes: ${scopes.join(", ")}`,
    fix:
      scopes.length === 0
        ? "remove the permission"
        : "ask for the scope that is needed, or remove the permission",
  };
}
