import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Properties,
  type Value,
} from "../protocol/values.ts";

/** A child object of a document; empty when it is missing. */
export function at(document: JsonObject, ...path: string[]): JsonObject {
  let found: Json = document;
  for (const key of path) {
    found = isJsonObject(found) ? (found[key] ?? null) : null;
  }
  return isJsonObject(found) ? found : {};
}

/** A string of a document; empty when it is missing, as in the official plugin's structs. */
export function textOf(document: JsonObject | Properties, key: string): string {
  const value = document[key];
  return typeof value === "string" ? value : "";
}

/** A boolean of a document; false when it is missing. */
export function flagOf(document: JsonObject | Properties, key: string): boolean {
  return document[key] === true;
}

/** The strings of a list in a document; empty when it is missing. */
export function listOf(document: JsonObject | Properties, key: string): string[] {
  const value: unknown = document[key];
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

/** Reads planned values under their Pulumi names, with Terraform's zero values for absent ones. */
export class Planned {
  readonly values: Properties;

  constructor(values: Properties) {
    this.values = values;
  }

  text(name: string): string {
    return textOf(this.values, name);
  }

  flag(name: string): boolean {
    return flagOf(this.values, name);
  }

  number(name: string): number {
    const value = this.values[name];
    return typeof value === "number" ? value : 0;
  }

  /** A list of strings in the program's order. */
  list(name: string): string[] {
    return listOf(this.values, name);
  }

  /** A set of strings, sorted. */
  set(name: string): string[] {
    return [...new Set(this.list(name))].sort();
  }

  objects(name: string): Properties[] {
    const value: Value | undefined = this.values[name];
    return Array.isArray(value) ? (value as Properties[]) : [];
  }
}
