import type { BindingMember, ResourceSet } from "../../admin-entities.ts";
import { invalidField } from "../../errors.ts";
import { makeId } from "../../ids.ts";
import { findApp, type Org, timestamp } from "../../org.ts";

/**
 * Adds all resources to the set, or none.
 * @throws E0000001 when one is no resource of this org, or is in the set already
 */
export function include(org: Org, set: ResourceSet, added: readonly string[]): void {
  const taken = new Set(set.resources.map(({ reference }) => reference));
  for (const reference of added) {
    checkResource(org, reference);
    if (taken.has(reference)) {
      throw invalidField("resources", `'${reference}' is in the set already`);
    }
    taken.add(reference);
  }
  const created = timestamp(org);
  for (const reference of added) set.resources.push({ id: makeId("resource"), reference, created });
}

/**
 * Members to add to those that a binding has.
 * @throws E0000001 when one cannot be a member, or is one already
 */
export function newMembers(
  org: Org,
  before: readonly BindingMember[],
  added: readonly string[],
): BindingMember[] {
  const taken = new Set(before.map(({ reference }) => reference));
  return added.map((reference) => {
    checkMember(org, reference);
    if (taken.has(reference)) {
      throw invalidField("members", `'${reference}' is a member already`);
    }
    taken.add(reference);
    return { id: makeId("binding"), reference, created: timestamp(org) };
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
