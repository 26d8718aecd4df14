import type { Difference, DiffRequest, PropertyDifference } from "../protocol/provider.ts";
import {
  containsUnknown,
  isProperties,
  type Properties,
  revealProperties,
  type Value,
} from "../protocol/values.ts";
import { isZero, normalizedJson } from "./compare.ts";
import { inputNames, type PropertySchema, type ResourceSchema } from "./schema.ts";

type Changes = Record<string, PropertyDifference>;
type Kind = PropertyDifference["kind"];

/** How the checked inputs differ from the recorded outputs, path by path. */
export function diffInputs(schema: ResourceSchema, request: DiffRequest): Difference {
  const inputs = revealProperties(request.inputs);
  const outputs = revealProperties(request.outputs);
  const properties: Changes = {};
  for (const name of inputNames(schema)) {
    const property = schema[name] as PropertySchema;
    const found = changesOf(name, property, outputs[name] ?? null, inputs[name] ?? null);
    for (const [path, kind] of found) {
      properties[path] = { kind, replace: property.forceNew === true };
    }
  }
  return { properties };
}

function changesOf(
  path: string,
  property: PropertySchema,
  old: Value,
  wanted: Value,
): [string, Kind][] {
  if (wanted === null) {
    const kept = property.computed === true || isZero(old);
    return kept ? [] : [[path, "delete"]];
  }
  if (Array.isArray(wanted) && Array.isArray(old) && old.length > 0) {
    if (property.type === "set") return setChanges(path, old, wanted);
    const type = property.type === "objects" ? "object" : "string";
    return listChanges(path, { ...property, type }, old, wanted);
  }
  if (property.type === "object" && isProperties(wanted) && isProperties(old)) {
    return objectChanges(path, property.properties ?? {}, old, wanted);
  }
  if (isZero(old) && isZero(wanted)) return [];
  if (sameValue(property, old, wanted)) return [];
  return [[path, old === null || (Array.isArray(old) && old.length === 0) ? "add" : "update"]];
}

/** Whether the provider takes a wanted value for the stored one. */
export function equal(property: PropertySchema, old: Value, wanted: Value): boolean {
  if (wanted === null) return isZero(old);
  return changesOf("", property, old, wanted).length === 0;
}

function sameValue(property: PropertySchema, old: Value, wanted: Value): boolean {
  if (containsUnknown(wanted)) return false;
  if (property.type === "json" && typeof old === "string" && typeof wanted === "string") {
    return normalizedJson(old) === normalizedJson(wanted);
  }
  return JSON.stringify(old) === JSON.stringify(wanted);
}

function setChanges(path: string, old: Value[], wanted: Value[]): [string, Kind][] {
  const kinds = new Map<number, Kind>();
  wanted.forEach((value, index) => {
    if (!old.includes(value)) kinds.set(index, "add");
  });
  old.forEach((value, index) => {
    if (wanted.includes(value)) return;
    kinds.set(index, kinds.has(index) ? "update" : "delete");
  });
  return [...kinds].map(([index, kind]) => [`${path}[${index}]`, kind]);
}

function listChanges(
  path: string,
  element: PropertySchema,
  old: Value[],
  wanted: Value[],
): [string, Kind][] {
  const changes: [string, Kind][] = [];
  for (let index = 0; index < Math.max(old.length, wanted.length); index++) {
    const at = `${path}[${index}]`;
    if (index >= old.length) changes.push([at, "add"]);
    else if (index >= wanted.length) changes.push([at, "delete"]);
    else changes.push(...changesOf(at, element, old[index] ?? null, wanted[index] ?? null));
  }
  return changes;
}

function objectChanges(
  path: string,
  schema: ResourceSchema,
  old: Properties,
  wanted: Properties,
): [string, Kind][] {
  return inputNames(schema).flatMap((name) =>
    changesOf(
      `${path}.${name}`,
      schema[name] as PropertySchema,
      old[name] ?? null,
      wanted[name] ?? null,
    ),
  );
}
