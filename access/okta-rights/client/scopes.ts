import { type Finding, show } from "../../finding.ts";
import { correction } from "../../meant.ts";
import { isUsable, permissionsFor, standardRolesFor } from "../matching.ts";
import { isPermission, type Permission } from "../permissions.ts";
import { API_SCOPES, type ApiScope, isApiScope, isManageScope, readScope } from "../scopes.ts";
import type { ClientRights } from "./client.ts";

/** Scopes that are unknown, that no role of the client can use, or that allow more than its roles. */
export function scopeFindings(client: ClientRights): Finding[] {
  if (client.scopes.length === 0) return [noScope()];
  const held = client.assignments.flatMap(({ permissions }) => permissions.filter(isPermission));
  return client.scopes.flatMap((scope, index) => {
    const found = isApiScope(scope) ? unfit(scope, held, client) : unknown(scope);
    return found === undefined ? [] : [{ ...found, at: ["scopes", index] }];
  });
}

type Fault = Omit<Finding, "at">;

function noScope(): Finding {
  return {
    code: "scopes-empty",
    at: ["scopes"],
    message: "is empty, and a client without a scope gets no token",
    allowed: "one scope or more",
    fix: "list the scopes that the client needs",
  };
}

function unknown(scope: string): Fault {
  return {
    code: "scope-unknown",
    message: `is ${show(scope)}`,
    allowed: API_SCOPES.join(", "),
    fix: correction(scope, API_SCOPES, "choose one of these"),
  };
}

function unfit(
  scope: ApiScope,
  held: readonly Permission[],
  { standardRole }: ClientRights,
): Fault | undefined {
  const roles: readonly string[] | undefined = standardRolesFor(scope);
  if (roles !== undefined) {
    return standardRole && roles.includes(standardRole.type)
      ? undefined
      : standardOnly(scope, roles);
  }
  if (standardRole !== undefined || isUsable(scope, held)) return undefined;
  const reads = readScope(scope);
  return isManageScope(scope) && isUsable(reads, held) ? tooWide(scope, reads) : unusable(scope);
}

function standardOnly(scope: ApiScope, roles: readonly string[]): Fault {
  const isSuperAdmins = roles.every((role) => role === "SUPER_ADMIN");
  return {
    code: "scope-standard-role",
    message: `is ${show(scope)}, which no custom role can use`,
    allowed: `this scope with a standard role only: ${roles.join(", ")}`,
    fix: isSuperAdmins
      ? "leave it out, and let a Super Admin make these calls"
      : "leave it out, or give a standardRole with a waiver",
  };
}

function tooWide(scope: ApiScope, reads: ApiScope): Fault {
  return {
    code: "scope-too-wide",
    message: `is ${show(scope)}, and the permissions of its family only read`,
    allowed: `${reads}, or one of these permissions: ${permissionsFor(scope).join(", ")}`,
    fix: `write ${reads}`,
  };
}

function unusable(scope: ApiScope): Fault {
  return {
    code: "scope-without-permission",
    message: `is ${show(scope)}, and no permission of the client uses it`,
    allowed: `the scope with one of these permissions: ${permissionsFor(scope).join(", ")}`,
    fix: "give an assignment the permission that is needed, or leave the scope out",
  };
}
