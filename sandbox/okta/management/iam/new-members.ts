import type { BindingMember } from "../../admin-entities.ts";
import { validationFailed } from "../../errors.ts";
import { makeId } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { checkMember } from "./references.ts";

/** Members to add to those that a binding has; E0000001 when one cannot be, or is already. */
export function newMembers(
  org: Org,
  before: readonly BindingMember[],
  added: readonly string[],
): BindingMember[] {
  const taken = new Set(before.map(({ reference }) => reference));
  return added.map((reference) => {
    checkMember(org, reference);
    if (taken.has(reference)) {
      throw validationFailed("members", `members: '${reference}' is a member already`);
    }
    taken.add(reference);
    return { id: makeId("binding"), reference, created: timestamp(org) };
  });
}
