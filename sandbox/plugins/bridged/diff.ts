import type { Difference, DiffRequest, PropertyDifference } from "../protocol/provider.ts";
import { containsUnknown, isProperties, reveal, type Value } from "../protocol/values.ts";
import { isZero, normalizedJson } from "./compare.ts";
import { inputsOf, type PropertySchema, type ResourceSchema } from "./schema.ts";

/** Changed paths. */
type Changes = [string, PropertyDifference["kind"]][];

/** How the checked inputs differ from the recorded outputs, path by path. */
export function diffInputs(schema: ResourceSchema, request: DiffRequest): Difference {
  const inputs = reveal(request.inputs);
  const outputs = reveal(request.outputs);
  const properties: Difference["properties"] = {};
  for (const [name, property] of inputsOf(schema)) {
    // The engine leaves the input as it was; where there was none, only the stored value differs.
    if (request.ignored?.includes(name)) continue;
    for (const [path, kind] of changesOf(name, property, outputs[name], inputs[name])) {
      properties[path] = { kind, replace: property.forceNew === true };
    }
  }
  return { properties };
}

/** Whether the provider takes a wanted value for the stored one. */
export function equal(property: PropertySchema, old?: Value, wanted?: Value): boolean {
  if ((wanted ?? null) === null) return isZero(old);
  return changesOf("", property, old, wanted).length === 0;
}

function changesOf(
  path: string,
  property: PropertySchema,
  old: Value = null,
  wanted: Value = null,
): Changes {
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
    return inputsOf(property.properties ?? {}).flatMap(([name, child]) =>
      changesOf(`${path}.${name}`, child, old[name], wanted[name]),
    );
  }
  if (isZero(old) && isZero(wanted)) return [];
  if (sameValue(property, old, wanted)) return [];
  return [[path, isZero(old) && typeof old === "object" ? "add" : "update"]];
}

function sameValue(property: PropertySchema, old: Value, wanted: Value): boolean {
  if (containsUnknown(wanted)) return false;
  if (property.type === "json" && typeof old === "string" && typeof wanted === "string") {
    return normalizedJson(old) === normalizedJson(wanted);
  }
  return JSON.stringify(old) === JSON.stringify(wanted);
}

function setChanges(path: string, old: Value[], wanted: Value[]): Changes {
  const kinds = new Map<number, PropertyDifference["kind"]>();
  wanted.forEach((value, index) => {
    if (!old.includes(value)) kinds.set(index, "add");
  });
  old.forEach((value, index) => {
    if (!wanted.includes(value)) kinds.set(index, kinds.has(index) ? "update" : "delete");
  });
  return [...kinds].map(([index, kind]) => [`${path}[${index}]`, kind]);
}

function listChanges(
  path: string,
  element: PropertySchema,
  old: Value[],
  wanted: Value[],
): Changes {
  const length = Math.max(old.length, wanted.length);
  return Array.from({ length }, (_, index) => index).flatMap((index): Changes => {
    const at = `${path}[${index}]`;
    if (index >= old.length) return [[at, "add"]];
    if (index >= wanted.length) return [[at, "delete"]];
    return changesOf(at, element, old[index], wanted[index]);
  });
}
