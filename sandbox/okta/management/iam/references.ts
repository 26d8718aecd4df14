import type { Reference } from "../../admin-entities.ts";
import { invalidField } from "../../errors.ts";
import { makeId } from "../../ids.ts";
import { findApp, type Org, timestamp } from "../../org.ts";

const KINDS = {
  resources: { id: "resource", check: checkResource, taken: "is in the set already" },
  members: { id: "binding", check: checkMember, taken: "is a member already" },
} as const;

/**
 * What to add to the resources of a set or to the members of a binding, which has those of `before`.
 * @throws E0000001 when one of them cannot be there, or is there already
 */
export function newReferences(
  org: Org,
  field: keyof typeof KINDS,
  before: readonly Reference[],
  added: readonly string[],
): Reference[] {
  const { id, check, taken } = KINDS[field];
  const known = new Set(before.map(({ reference }) => reference));
  return added.map((reference) => {
    check(org, reference);
    if (known.has(reference)) throw invalidField(field, `'${reference}' ${taken}`);
    known.add(reference);
    return { id: makeId(id), reference, created: timestamp(org) };
  });
}

/**
 * A resource set holds ORNs of this org's kind, and addresses of a collection (users, groups, apps)
 * or of one existing group or app of this org.
 */
function checkResource(org: Org, reference: string): void {
  if (/^orn:[^:]+:[^:]+:[^:]+:.+$/.test(reference)) return;
  const [kind, id, rest] = partsOf(org, reference, "/api/v1/");
  const known =
    (id === undefined && ["users", "groups", "apps", "policies"].includes(kind ?? "")) ||
    (kind === "groups" && org.groups.has(id ?? "") && (rest === undefined || rest === "users")) ||
    (kind === "apps" && org.apps.has(id ?? "") && rest === undefined);
  if (!known) throw invalid("resources", reference, "a resource");
}

/** A binding has the administrator, existing groups and clients of this org, by their addresses. */
function checkMember(org: Org, reference: string): void {
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
  return invalidField(field, `'${reference}' is not the address of ${what} of this org`);
}
