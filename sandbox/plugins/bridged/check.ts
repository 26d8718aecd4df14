import { createHash, randomBytes } from "node:crypto";
import type { CheckFailure, CheckRequest, CheckResult } from "../protocol/provider.ts";
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
  const failures: CheckFailure[] = [];
  const known = inputNames(schema);
  for (const [name, value] of Object.entries(request.inputs)) {
    if (name === "__defaults" || value === undefined || value === null) continue;
    if (!known.includes(name)) failures.push({ property: name, reason: unexpected(name, known) });
    else inputs[name] = value;
  }
  for (const name of known) {
    const property = schema[name] as PropertySchema;
    const value = inputs[name];
    if (value !== undefined) {
      failures.push(...checkValue(name, property, reveal(value) ?? null));
    } else if (property.default !== undefined || property.autonamed === true) {
      inputs[name] = property.default ?? generatedName(name, request);
      defaults.push(name);
    } else if (property.required === true) {
      failures.push({ property: name, reason: `missing required input ${JSON.stringify(name)}` });
    }
  }
  return { inputs: { ...inputs, __defaults: defaults.sort() }, failures };
}

function unexpected(name: string, known: string[]): string {
  return `unknown input ${JSON.stringify(name)}; known are ${[...known].sort().join(", ")}`;
}

function generatedName(property: string, { name, oldInputs, randomSeed }: CheckRequest): string {
  const old = oldInputs[property];
  const oldDefaults = oldInputs.__defaults;
  if (typeof old === "string" && Array.isArray(oldDefaults) && oldDefaults.includes(property)) {
    return old;
  }
  const seed = randomSeed.length > 0 ? randomSeed : randomBytes(32);
  return `${name}-${createHash("sha256").update(seed).digest("hex").slice(0, 7)}`;
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
  const schema = property.properties ?? {};
  const known = inputNames(schema);
  const failures: CheckFailure[] = [];
  for (const [name, child] of Object.entries(value)) {
    if (name === "__defaults" || child === undefined || child === null) continue;
    const childSchema = schema[name];
    if (childSchema === undefined) {
      failures.push({ property: `${path}.${name}`, reason: unexpected(name, known) });
    } else failures.push(...checkValue(`${path}.${name}`, childSchema, child));
  }
  for (const name of known) {
    if (schema[name]?.required === true && (value[name] ?? null) === null) {
      const reason = `missing required input ${JSON.stringify(name)}`;
      failures.push({ property: `${path}.${name}`, reason });
    }
  }
  return failures;
}

function failureOf(property: string, reason: string | undefined): CheckFailure[] {
  return reason === undefined ? [] : [{ property, reason }];
}

function mismatch(property: string, expected: string): CheckFailure {
  return { property, reason: `expected ${expected}` };
}
