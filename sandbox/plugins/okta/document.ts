import { isJsonObject, type Json, type JsonObject, type Properties } from "../protocol/values.ts";

/** What the readers below take: Okta's documents, and values under their Pulumi names. */
type Holder = JsonObject | Properties;

/** A child object of a document; empty when it is missing. */
export function at(document: JsonObject, ...path: string[]): JsonObject {
  let found: Json = document;
  for (const key of path) {
    found = isJsonObject(found) ? (found[key] ?? null) : null;
  }
  return isJsonObject(found) ? found : {};
}

/** A string; empty when it is missing, as in the official plugin's structs. */
export function textOf(holder: Holder, key: string): string {
  const value = holder[key];
  return typeof value === "string" ? value : "";
}

/** A boolean; false when it is missing. */
export function flagOf(holder: Holder, key: string): boolean {
  return holder[key] === true;
}

/** A number; 0 when it is missing. */
export function numberOf(holder: Holder, key: string): number {
  const value = holder[key];
  return typeof value === "number" ? value : 0;
}

/** The strings of a list in their order; empty when it is missing. */
export function listOf(holder: Holder, key: string): string[] {
  const value: unknown = holder[key];
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

/** The strings of a list, each once and sorted; empty when it is missing. */
export function setOf(holder: Holder, key: string): string[] {
  return [...new Set(listOf(holder, key))].sort();
}

/** The objects of a list; empty when it is missing. */
export function objectsOf(holder: Holder, key: string): JsonObject[] {
  const value: unknown = holder[key];
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
