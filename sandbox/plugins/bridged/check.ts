import {
  type CheckFailure,
  type CheckRequest,
  type CheckResult,
  seededName,
} from "../protocol/provider.ts";
import { isProperties, type Properties, reveal, UNKNOWN, type Value } from "../protocol/values.ts";
import { inputNames, type PropertySchema, type ResourceSchema } from "./schema.ts";

/**
 * Inputs as the official bridged plugin's Check returns them: what the program says, the defaults of
 * what it leaves out, and the names of those under `__defaults`. Missing, unknown and malformed
 * inputs are refused, all at once.
 */
export function checkInputs(schema: ResourceSchema, request: CheckRequest): CheckResult {
  const inputs: Properties = {};
  const defaults: string[] = [];
  for (const name of inputNames(schema)) {
    const property = schema[name] as PropertySchema;
    const value = request.inputs[name] ?? null;
    if (value !== null) inputs[name] = value;
    else if (property.default !== undefined || property.autonamed === true) {
      inputs[name] = property.default ?? generatedName(name, request);
      defaults.push(name);
    }
  }
  const failures = checkProperties("", schema, { ...request.inputs, ...inputs });
  return { inputs: { ...inputs, __defaults: defaults.sort() }, failures };
}

function checkProperties(
  parent: string,
  schema: ResourceSchema,
  values: Properties,
): CheckFailure[] {
  const known = inputNames(schema);
  const pathOf = (name: string): string => (parent === "" ? name : `${parent}.${name}`);
  const isGiven = (name: string): boolean => (values[name] ?? null) !== null;
  const given = Object.keys(values).filter((name) => name !== "__defaults" && isGiven(name));
  const missing = known.filter((name) => schema[name]?.required === true && !isGiven(name));
  return [
    ...given.flatMap((name) =>
      known.includes(name)
        ? checkValue(pathOf(name), schema[name] as PropertySchema, reveal(values[name]) ?? null)
        : [{ property: pathOf(name), reason: unexpected(name, known) }],
    ),
    ...missing.map((name) => ({
      property: pathOf(name),
      reason: `missing required input ${JSON.stringify(name)}`,
    })),
  ];
}

function unexpected(name: string, known: string[]): string {
  return `unknown input ${JSON.stringify(name)}; known are ${[...known].sort().join(", ")}`;
}

function generatedName(property: string, request: CheckRequest): string {
  const old = request.oldInputs[property];
  const oldDefaults = request.oldInputs.__defaults;
  if (typeof old === "string" && Array.isArray(oldDefaults) && oldDefaults.includes(property)) {
    return old;
  }
  return seededName(request, 7);
}

function checkValue(path: string, property: PropertySchema, value: Value): CheckFailure[] {
  if (value === UNKNOWN) return [];
  switch (property.type) {
    case "string":
    case "json":
      return typeof value === "string"
        ? failureOf(path, property.validate?.(value))
        : [mismatch(path, "a string")];
    case "number":
      return typeof value === "number" ? [] : [mismatch(path, "a number")];
    case "boolean":
      return typeof value === "boolean" ? [] : [mismatch(path, "a boolean")];
    case "list":
    case "set":
      if (!Array.isArray(value)) return [mismatch(path, "a list of strings")];
      return value.flatMap((element, index) =>
        checkValue(`${path}[${index}]`, { ...property, type: "string" }, element),
      );
    case "object":
      return checkObject(path, property, value);
    case "objects":
      if (!Array.isArray(value)) return [mismatch(path, "a list of objects")];
      return value.flatMap((element, index) => checkObject(`${path}[${index}]`, property, element));
  }
}

function checkObject(path: string, property: PropertySchema, value: Value): CheckFailure[] {
  if (value === UNKNOWN) return [];
  if (!isProperties(value)) return [mismatch(path, "an object")];
  return checkProperties(path, property.properties ?? {}, value);
}

function failureOf(property: string, reason: string | undefined): CheckFailure[] {
  return reason === undefined ? [] : [{ property, reason }];
}

function mismatch(property: string, expected: string): CheckFailure {
  return { property, reason: `expected ${expected}` };
}
