import { validationFailed } from "../../errors.ts";
import { findApp, type Org } from "../../org.ts";

/**
 * Checks what a resource set may hold: an ORN of this org's kind, or the address of a collection
 * (users, groups, apps) or of one existing group or app of this org. E0000001 otherwise.
 */
export function checkResource(org: Org, reference: string): void {
  if (/^orn:[^:]+:[^:]+:[^:]+:.+$/.test(reference)) return;
  const [kind, id, rest] = partsOf(org, reference, "/api/v1/");
  const known =
    (id === undefined && ["users", "groups", "apps", "policies"].includes(kind ?? "")) ||
    (kind === "groups" && org.groups.has(id ?? "") && (rest === undefined || rest === "users")) ||
    (kind === "apps" && org.apps.has(id ?? "") && rest === undefined);
  if (!known) throw invalid("resources", reference, "a resource");
}

/**
 * Checks who may be a member of a binding: the address of the administrator, of an existing group,
 * or of a client of this org. E0000001 otherwise.
 */
export function checkMember(org: Org, reference: string): void {
  const [clients, clientId, more] = partsOf(org, reference, "/oauth2/v1/");
  if (clients === "clients" && more === undefined && findApp(org, clientId ?? "")) return;
  const [kind, id, rest] = partsOf(org, reference, "/api/v1/");
  const known =
    rest === undefined &&
    ((kind === "groups" && org.groups.has(id ?? "")) || (kind === "users" && id === org.adminId));
  if (!known) throw invalid("members", reference, "a user, a group or a client");
}

function partsOf(org: Org, reference: string, root: string): string[] {
  const prefix = `${org.url}${root}`;
  if (!reference.startsWith(prefix)) return [];
  return (reference.slice(prefix.length).split("?")[0] ?? "").split("/");
}

function invalid(field: string, reference: string, what: string) {
  return validationFailed(
    field,
    `${field}: '${reference}' is not the address of ${what} of this org`,
  );
}
