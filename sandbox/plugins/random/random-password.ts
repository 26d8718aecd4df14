import bcrypt from "bcryptjs";
import { checkInputs } from "../bridged/check.ts";
import type { ResourceSchema } from "../bridged/schema.ts";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  Difference,
  DiffRequest,
  ReadRequest,
  ResourceHandler,
  ResourceState,
} from "../protocol/provider.ts";
import {
  containsUnknown,
  type Properties,
  reveal,
  revealProperties,
  Secret,
  UNKNOWN,
  withSecretsOf,
} from "../protocol/values.ts";
import { generatePassword, type PasswordRules, passwordProblem } from "./password.ts";

const SCHEMA: ResourceSchema = {
  length: { type: "number", required: true },
  lower: { type: "boolean" },
  minLower: { type: "number" },
  minNumeric: { type: "number" },
  minSpecial: { type: "number" },
  minUpper: { type: "number" },
  number: { type: "boolean" },
  numeric: { type: "boolean" },
  overrideSpecial: { type: "string" },
  special: { type: "boolean" },
  upper: { type: "boolean" },
};
const INPUTS = [...Object.keys(SCHEMA), "keepers"];
const META = JSON.stringify({ schema_version: "3" });
const BCRYPT_COST = 10;

/** `random:index/randomPassword:RandomPassword`. Every change makes a new password. */
export class RandomPassword implements ResourceHandler {
  async check(request: CheckRequest): Promise<CheckResult> {
    const { keepers, ...inputs } = request.inputs;
    const checked = checkInputs(SCHEMA, { ...request, inputs });
    // This plugin is not of the kind that notes defaults among the inputs.
    const { __defaults: _defaults, ...plain } = checked.inputs;
    const failures = [...checked.failures];
    const shown = reveal(keepers) ?? null;
    if (shown !== null && (typeof shown !== "object" || Array.isArray(shown))) {
      failures.push({ property: "keepers", reason: "expected an object of strings" });
    }
    if (failures.length === 0 && !containsUnknown(plain)) {
      const problem = passwordProblem(rulesOf(plain));
      if (problem !== undefined) failures.push({ property: "length", reason: problem });
    }
    return { inputs: { ...plain, ...(shown === null ? {} : { keepers }) }, failures };
  }

  async diff(request: DiffRequest): Promise<Difference> {
    const old = settingsOf(request.outputs);
    const wanted = settingsOf(request.inputs);
    const properties: Difference["properties"] = {};
    for (const name of INPUTS) {
      const before = old[name] ?? null;
      const after = wanted[name] ?? null;
      if (!containsUnknown(after) && JSON.stringify(before) === JSON.stringify(after)) continue;
      const kind = before === null ? "add" : after === null ? "delete" : "update";
      properties[name] = { kind, replace: true };
    }
    return { properties };
  }

  async create(request: CreateRequest): Promise<{ id: string; outputs: Properties }> {
    if (request.preview) return { id: "", outputs: stored(request.inputs, UNKNOWN, UNKNOWN) };
    const password = generatePassword(rulesOf(request.inputs));
    return { id: "none", outputs: await withHash(request.inputs, password) };
  }

  async read(request: ReadRequest): Promise<ResourceState | undefined> {
    if (Object.keys(request.outputs).length > 0) {
      return { id: request.id, inputs: request.oldInputs, outputs: request.outputs };
    }
    // An import's id is the password itself.
    const inputs = { length: [...request.id].length };
    return { id: "none", inputs, outputs: await withHash(inputs, request.id) };
  }

  async update(): Promise<Properties> {
    throw new Error("a random password cannot be changed in place; every change replaces it");
  }

  async delete(): Promise<void> {}
}

async function withHash(inputs: Properties, password: string): Promise<Properties> {
  return stored(inputs, password, await bcrypt.hash(password, BCRYPT_COST));
}

/** The inputs with the official plugin's defaults; `number` is the old name of `numeric`. */
function settingsOf(values: Properties): Properties {
  const given = revealProperties(values);
  const numeric = given.numeric ?? given.number ?? true;
  return {
    keepers: given.keepers,
    length: given.length,
    lower: given.lower ?? true,
    minLower: given.minLower ?? 0,
    minNumeric: given.minNumeric ?? 0,
    minSpecial: given.minSpecial ?? 0,
    minUpper: given.minUpper ?? 0,
    number: numeric,
    numeric,
    overrideSpecial: given.overrideSpecial,
    special: given.special ?? true,
    upper: given.upper ?? true,
  };
}

function rulesOf(values: Properties): PasswordRules {
  const { overrideSpecial, keepers: _keepers, number: _number, ...rules } = settingsOf(values);
  return { ...rules, overrideSpecial: overrideSpecial ?? "" } as unknown as PasswordRules;
}

function stored(
  inputs: Properties,
  result: string | typeof UNKNOWN,
  hash: string | typeof UNKNOWN,
): Properties {
  const settings = settingsOf(inputs);
  const absent = ["keepers", "overrideSpecial"].filter((name) => settings[name] === undefined);
  const replaced = new Secret({ replace: { raw: null } });
  const delta: Properties =
    absent.length === 0 ? {} : { ps: Object.fromEntries(absent.map((name) => [name, replaced])) };
  const outputs: Properties = {
    ...settings,
    bcryptHash: new Secret(hash),
    result: new Secret(result),
  };
  if (result !== UNKNOWN) {
    outputs.id = "none";
    outputs.__meta = META;
    outputs.__pulumi_raw_state_delta = { obj: delta };
  }
  return withSecretsOf(outputs, inputs);
}
