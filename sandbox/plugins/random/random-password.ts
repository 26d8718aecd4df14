import bcrypt from "bcryptjs";
import { checkInputs } from "../bridged/check.ts";
import type { ResourceSchema } from "../bridged/schema.ts";
import type { Difference, ResourceHandler } from "../protocol/provider.ts";
import {
  containsUnknown,
  isProperties,
  type Properties,
  reveal,
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
const META = JSON.stringify({ schema_version: "3" });
const BCRYPT_COST = 10;

/** `random:index/randomPassword:RandomPassword`. Every change makes a new password. */
export const randomPassword: ResourceHandler = {
  async check(request) {
    const { keepers = null, ...inputs } = request.inputs;
    const checked = checkInputs(SCHEMA, { ...request, inputs });
    // This plugin is not of the kind that notes defaults among the inputs.
    const { __defaults: _defaults, ...plain } = checked.inputs;
    const failures = [...checked.failures];
    if (keepers !== null && !isProperties(reveal(keepers))) {
      failures.push({ property: "keepers", reason: "expected an object of strings" });
    }
    if (failures.length === 0 && !containsUnknown(plain)) {
      const problem = passwordProblem(rulesOf(plain));
      if (problem !== undefined) failures.push({ property: "length", reason: problem });
    }
    return { inputs: keepers === null ? plain : { ...plain, keepers }, failures };
  },

  async diff(request) {
    const old = settingsOf(request.outputs);
    const wanted = settingsOf(request.inputs);
    const properties: Difference["properties"] = {};
    for (const name of [...Object.keys(SCHEMA), "keepers"]) {
      const before = old[name] ?? null;
      const after = wanted[name] ?? null;
      if (!containsUnknown(after) && JSON.stringify(before) === JSON.stringify(after)) continue;
      const kind = before === null ? "add" : after === null ? "delete" : "update";
      properties[name] = { kind, replace: true };
    }
    return { properties };
  },

  async create({ inputs, preview }) {
    if (preview) return { id: "", outputs: planned(inputs) };
    return { id: "none", outputs: await stored(inputs, generatePassword(rulesOf(inputs))) };
  },

  async read({ id, oldInputs, outputs }) {
    if (Object.keys(outputs).length > 0) return { id, inputs: oldInputs, outputs };
    // An import's id is the password itself.
    const inputs = { length: [...id].length };
    return { id: "none", inputs, outputs: await stored(inputs, id) };
  },

  async update() {
    throw new Error("a random password cannot be changed in place; every change replaces it");
  },

  async delete() {},
};

/** The inputs with the official plugin's defaults; `number` is the old name of `numeric`. */
function settingsOf(values: Properties): Properties {
  const given = reveal(values);
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

/** What a preview promises: the settings, and a password that nobody knows yet. */
function planned(inputs: Properties): Properties {
  const unknown = new Secret(UNKNOWN);
  return withSecretsOf({ ...settingsOf(inputs), bcryptHash: unknown, result: unknown }, inputs);
}

/** Outputs as the official plugin stores them. */
async function stored(inputs: Properties, password: string): Promise<Properties> {
  const settings = settingsOf(inputs);
  const absent = ["keepers", "overrideSpecial"].filter((name) => settings[name] === undefined);
  const replaced = absent.map((name) => [name, new Secret({ replace: { raw: null } })]);
  const outputs: Properties = {
    ...settings,
    bcryptHash: new Secret(await bcrypt.hash(password, BCRYPT_COST)),
    result: new Secret(password),
    id: "none",
    __meta: META,
    __pulumi_raw_state_delta: {
      obj: absent.length === 0 ? {} : { ps: Object.fromEntries(replaced) },
    },
  };
  return withSecretsOf(outputs, inputs);
}
