import {
  type CheckFailure,
  type CheckRequest,
  type CheckResult,
  seededName,
} from "../protocol/provider.ts";
import { isProperties, type Properties, reveal, UNKNOWN, type Value } from "../protocol/values.ts";
import { isZero } from "./compare.ts";
import { inputsOf, type PropertySchema, type ResourceSchema } from "./schema.ts";

/**
 * Inputs as the official bridged plugin's Check returns them: what the program says, the defaults of
 * what it leaves out, and the names of those under `__defaults`. Missing, unknown and malformed
 * inputs are refused, all at once.
 */
export function checkInputs(schema: ResourceSchema, request: CheckRequest): CheckResult {
  const inputs: Properties = {};
  const defaults: string[] = [];
  for (const [name, property] of inputsOf(schema)) {
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

function generatedName(property: string, request: CheckRequest): string {
  const old = request.oldInputs[property];
  const oldDefaults = request.oldInputs.__defaults;
  if (typeof old === "string" && Array.isArray(oldDefaults) && oldDefaults.includes(property)) {
    return old;
  }
  return seededName(request, 7);
}

function checkProperties(
  parent: string,
  schema: ResourceSchema,
  values: Properties,
): CheckFailure[] {
  const known = new Map(inputsOf(schema));
  const names = new Set([...Object.keys(values), ...known.keys()]);
  names.delete("__defaults");
  return [...names].flatMap((name) => {
    const path = parent === "" ? name : `${parent}.${name}`;
    const property = known.get(name);
    const value = reveal(values[name]) ?? null;
    if (value === null) {
      const missing = `missing required input ${JSON.stringify(name)}`;
      return refusal(path, property?.required === true ? missing : undefined);
    }
    if (property !== undefined) return checkValue(path, property, value);
    const others = [...known.keys()].sort().join(", ");
    return refusal(path, `unknown input ${JSON.stringify(name)}; known are ${others}`);
  });
}

function checkValue(path: string, property: PropertySchema, value: Value): CheckFailure[] {
  if (value === UNKNOWN) return [];
  if (property.notCovered === true) {
    return refusal(path, isZero(value) ? undefined : notCovered(path));
  }
  switch (property.type) {
    case "string":
    case "json":
      return refusal(path, textProblem(property, value));
    case "number":
    case "boolean":
      return refusal(
        path,
        typeof value === property.type ? undefined : `expected a ${property.type}`,
      );
    case "object":
      return isProperties(value)
        ? checkProperties(path, property.properties ?? {}, value)
        : refusal(path, "expected an object");
    default: {
      const type = property.type === "objects" ? "object" : "string";
      if (!Array.isArray(value)) return refusal(path, `expected a list of ${type}s`);
      return value.flatMap((element, index) =>
        checkValue(`${path}[${index}]`, { ...property, type }, element),
      );
    }
  }
}

function textProblem({ type, oneOf, maxLength }: PropertySchema, value: Value): string | undefined {
  if (typeof value !== "string") return "expected a string";
  if (type === "json" && !isJson(value)) return "not valid JSON";
  if (oneOf !== undefined && !oneOf.includes(value)) {
    return `expected one of ${oneOf.join(", ")}, got ${JSON.stringify(value)}`;
  }
  if (maxLength === undefined || value.length <= maxLength) return undefined;
  return `longer than ${maxLength} characters (${value.length})`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is said of an input that the stand-in cannot follow as the official plugin does. */
export function notCovered(input: string): string {
  return `the sandbox's stand-in does not cover ${JSON.stringify(input)}; leave it out or use the official plugin`;
}

function refusal(property: string, reason: string | undefined): CheckFailure[] {
  return reason === undefined ? [] : [{ property, reason }];
}
