import type { ResourceSet } from "../../admin-entities.ts";
import { validationFailed } from "../../errors.ts";
import { makeId } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { checkResource } from "./references.ts";

/** Adds all resources to the set, or none: E0000001 when one is no resource, or in the set already. */
export function include(org: Org, set: ResourceSet, added: readonly string[]): void {
  const taken = new Set(set.resources.map(({ reference }) => reference));
  for (const reference of added) {
    checkResource(org, reference);
    if (taken.has(reference)) {
      throw validationFailed("resources", `resources: '${reference}' is in the set already`);
    }
    taken.add(reference);
  }
  const created = timestamp(org);
  for (const reference of added) set.resources.push({ id: makeId("resource"), reference, created });
}
