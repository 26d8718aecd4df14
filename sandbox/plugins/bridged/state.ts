import {
  type Properties,
  reveal,
  Secret,
  UNKNOWN,
  type Value,
  withSecretsOf,
} from "../protocol/values.ts";
import { isZero, normalizedJson } from "./compare.ts";
import { equal } from "./diff.ts";
import { inputsOf, type PropertySchema, type ResourceSchema } from "./schema.ts";

/**
 * Outputs as the official plugin stores them: every property of the schema, secret ones marked, and
 * the bridge's own notes (`__meta`, `__pulumi_raw_state_delta`). After a write an empty list is null unless
 * the program said `[]`; what a refresh finds empty is stored as empty.
 */
export function storedOutputs(
  schema: ResourceSchema,
  meta: string | undefined,
  state: { id: string; values: Properties; inputs: Properties; written?: true },
): Properties {
  const outputs: Properties = { id: state.id };
  for (const [name, property] of Object.entries(schema)) {
    const value = listed(property, state.values[name] ?? property.zero ?? null);
    const unsaid = state.written === true && (state.inputs[name] ?? null) === null;
    const stored = unsaid && isEmptyList(property, value) ? null : value;
    outputs[name] = property.secret === true ? new Secret(stored) : stored;
  }
  outputs.__pulumi_raw_state_delta = rawStateDelta(schema, outputs);
  if (meta !== undefined) outputs.__meta = meta;
  return withSecretsOf(outputs, state.inputs);
}

/** Sets come out sorted, as in Terraform's state. */
function listed(property: PropertySchema, value: Value): Value {
  return property.type === "set" && Array.isArray(value) ? [...value].sort() : value;
}

/** Of texts; a list of objects is never null in Terraform's state. */
function isEmptyList({ type }: PropertySchema, value: Value): boolean {
  return (type === "set" || type === "list") && Array.isArray(value) && value.length === 0;
}

/** What the bridge notes so that it can rebuild Terraform's state from Pulumi's. */
function rawStateDelta(schema: ResourceSchema, outputs: Properties): Properties {
  const properties: Properties = {};
  const renamed: Properties = {};
  for (const [name, property] of Object.entries(schema)) {
    if (property.terraformName !== undefined) renamed[name] = property.terraformName;
    if (property.flattened === true) properties[name] = { plu: { i: {} } };
    else if (Array.isArray(outputs[name])) properties[name] = { arr: {} };
  }
  const delta: Properties = {};
  if (Object.keys(properties).length > 0) delta.ps = properties;
  if (Object.keys(renamed).length > 0) delta.renamed = renamed;
  return { obj: delta };
}

/**
 * Outputs that a preview can promise: inputs as planned, what Okta decides unknown for a new
 * resource and unchanged for an existing one.
 */
export function plannedOutputs(
  schema: ResourceSchema,
  inputs: Properties,
  old: Properties | undefined,
): Properties {
  const planned: Properties = {};
  for (const [name, property] of Object.entries(schema)) {
    const wanted = property.outputOnly === true ? undefined : inputs[name];
    if (wanted !== undefined) planned[name] = wanted;
    else if (property.outputOnly === true || property.computed === true) {
      planned[name] = old?.[name] ?? (property.secret === true ? new Secret(UNKNOWN) : UNKNOWN);
    }
  }
  return planned;
}

/**
 * Inputs after a refresh: the old ones, with the value that Okta now has where it differs. For an
 * import: the values that a program would have to give.
 */
export function refreshedInputs(
  schema: ResourceSchema,
  oldInputs: Properties,
  outputs: Properties,
): Properties {
  if (Object.keys(oldInputs).length === 0) return importedInputs(schema, outputs);
  const plain = reveal(outputs);
  const known = reveal(oldInputs);
  const inputs: Properties = { ...oldInputs };
  for (const [name, property] of inputsOf(schema)) {
    const before = known[name];
    if (before === undefined) continue;
    if (!equal(property, plain[name], before)) inputs[name] = outputs[name];
  }
  return inputs;
}

function importedInputs(schema: ResourceSchema, outputs: Properties): Properties {
  const plain = reveal(outputs);
  const inputs: Properties = { __defaults: [] };
  for (const [name, property] of inputsOf(schema)) {
    const value = plain[name] ?? null;
    const implied = property.required !== true && (isZero(value) || value === property.default);
    if (!implied) inputs[name] = outputs[name];
  }
  return inputs;
}

/** The values of a program's inputs as Terraform plans them: JSON normalised, secrets opened. */
export function plannedValues(schema: ResourceSchema, inputs: Properties): Properties {
  const values = reveal(inputs);
  for (const [name, property] of Object.entries(schema)) {
    const value = values[name];
    if (property.type === "json" && typeof value === "string") values[name] = normalizedJson(value);
  }
  delete values.__defaults;
  return values;
}

/** The stored values that an update keeps when the program says nothing about them. */
export function keptValues(schema: ResourceSchema, old: Properties): Properties {
  const kept = Object.entries(old).filter(([name]) => schema[name]?.computed === true);
  return Object.fromEntries(kept);
}
