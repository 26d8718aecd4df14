import type { Reference } from "../../admin-entities.ts";
import { invalidField } from "../../errors.ts";
import { makeId } from "../../ids.ts";
import { findApp, type Org, timestamp } from "../../org.ts";
import type { Resource } from "../../rights/decide.ts";
import { resourceOf } from "../../rights/resources.ts";

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
 * A resource set holds ORNs, and addresses of a collection (apps, authorization servers, groups, users, policies), of
 * one existing app, authorization server or group of this org, or of a group's users. ORNs of other kinds, policies and
 * addresses with a filter are kept and give nothing.
 */
function checkResource(org: Org, reference: string): void {
  const [address = ""] = reference.split("?");
  const isName = /^orn:[^:]+:[^:]+:[^:]+:.+$/.test(reference);
  if (isName || address === `${org.url}/api/v1/policies`) return;
  const resource = resourceOf(org, address);
  if (!resource || !exists(org, resource)) throw invalid("resources", reference, "a resource");
}

function exists(org: Org, { kind, id, membersOf }: Resource): boolean {
  if (membersOf !== undefined) return org.groups.has(membersOf);
  return id === undefined || (kind !== "users" && org[kind].has(id));
}

/** A binding has existing users, groups and clients of this org, by their addresses. */
function checkMember(org: Org, reference: string): void {
  const [clients, clientId, more] = partsOf(org, reference, "/oauth2/v1/");
  if (clients === "clients" && more === undefined && findApp(org, clientId ?? "")) return;
  const [kind, id, rest] = partsOf(org, reference, "/api/v1/");
  const known =
    rest === undefined && (kind === "groups" || kind === "users") && org[kind].has(id ?? "");
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
