import bcrypt from "bcryptjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Properties, Secret, UNKNOWN } from "../../../plugins/protocol/values.ts";
import { randomPlugin } from "../../../plugins/random/plugin.ts";
import { blinded, recorded } from "../fixtures.ts";
import { PluginClient, type Resource } from "../plugin-client.ts";

const TYPE = "random:index/randomPassword:RandomPassword";
const plugin = new PluginClient(randomPlugin("4.21.2"));
beforeAll(() => plugin.start());
afterAll(() => plugin.stop());

function textOf(value: unknown): string {
  return String((value as Secret).value);
}

test("inputs and outputs are stored as the official plugin stores them", async () => {
  const official = recorded(TYPE);
  const made = await plugin.make(TYPE, { length: 24, special: false });
  expect(made.inputs).toEqual(official.inputs);
  expect(made.id).toBe(official.id);
  expect(blinded(made.outputs)).toEqual(official.outputs);
});

test("the hash is a bcrypt hash of the password", async () => {
  const { outputs } = await plugin.make(TYPE, { length: 16 });
  expect(await bcrypt.compare(textOf(outputs.result), textOf(outputs.bcryptHash))).toBe(true);
  expect(bcrypt.getRounds(textOf(outputs.bcryptHash))).toBe(10);
});

test("a preview promises the settings and no password", async () => {
  const { inputs } = await plugin.check(TYPE, { length: 16 });
  const { id, outputs } = await plugin.create(TYPE, inputs, true);
  expect(id).toBe("");
  expect(outputs).toMatchObject({ length: 16, special: true, result: new Secret(UNKNOWN) });
});

test("what the program says of a password is kept, and `number` is another word for `numeric`", async () => {
  const program = {
    length: 20,
    lower: false,
    upper: true,
    number: false,
    minSpecial: 2,
    overrideSpecial: "_",
    keepers: { rotated: new Secret("x") },
  };
  const { inputs, outputs } = await plugin.make(TYPE, program);
  expect(inputs).toEqual(program);
  expect(outputs).toMatchObject({
    ...program,
    id: "none",
    minLower: 0,
    minUpper: 0,
    minNumeric: 0,
    numeric: false,
    special: true,
    __meta: '{"schema_version":"3"}',
    __pulumi_raw_state_delta: { obj: {} },
  });
  expect(textOf(outputs.result)).toMatch(/^[A-Z_]{20}$/);
});

test("of the settings that are absent the plugin notes that they are", async () => {
  const { outputs } = await plugin.make(TYPE, { length: 8, overrideSpecial: "_" });
  const absent = new Secret({ replace: { raw: null } });
  expect(outputs.__pulumi_raw_state_delta).toEqual({ obj: { ps: { keepers: absent } } });
});

test("a preview says nothing of what only the password has", async () => {
  const { inputs } = await plugin.check(TYPE, { length: 16, keepers: { a: new Secret("s") } });
  const { outputs } = await plugin.create(TYPE, inputs, true);
  expect(outputs).toMatchObject({
    bcryptHash: new Secret(UNKNOWN),
    keepers: { a: new Secret("s") },
    minLower: 0,
  });
  for (const name of ["id", "__meta", "__pulumi_raw_state_delta"]) {
    expect(outputs).not.toHaveProperty(name);
  }
});

test("rules are judged when they are known, keepers that are null are none", async () => {
  const unknown = await plugin.check(TYPE, { length: 0, minLower: UNKNOWN, keepers: null });
  expect(unknown).toEqual({ inputs: { length: 0, minLower: UNKNOWN }, failures: {} });
});

describe("refuses", () => {
  const cases: [string, Properties, Record<string, unknown>][] = [
    ["no length", {}, { length: expect.stringMatching(/missing required input/) }],
    ["length 0", { length: 0 }, { length: expect.stringMatching(/at least 1 .*got 0$/) }],
    ["half a character", { length: 1.5 }, { length: expect.stringMatching(/whole number/) }],
    [
      "too many at least",
      { length: 3, minLower: 2, minUpper: 2 },
      { length: expect.stringMatching(/at least 4 /) },
    ],
    [
      "nothing to draw from",
      { length: 8, lower: false, upper: false, numeric: false, special: false },
      { length: "at least one of lower, upper, numeric, special must be true" },
    ],
    [
      "an unknown input",
      { length: 8, symbols: true },
      { symbols: expect.stringMatching(/^unknown input "symbols"/) },
    ],
    [
      "keepers that are no object",
      { length: 8, keepers: "x" },
      { keepers: "expected an object of strings" },
    ],
  ];
  test.each(cases)("%s", async (_name, program, failures) => {
    expect((await plugin.check(TYPE, program)).failures).toEqual(failures);
  });
});

describe("replaces", () => {
  let made: Resource;
  beforeAll(async () => {
    made = await plugin.make(TYPE, program);
  });
  const program: Properties = { length: 16, special: false, keepers: { rotated: "2026-01" } };
  const cases: [string, Properties, Record<string, string>][] = [
    ["on another length", { length: 17 }, { length: "UPDATE_REPLACE" }],
    ["on another keeper", { keepers: { rotated: "2026-02" } }, { keepers: "UPDATE_REPLACE" }],
    ["on a keeper not known yet", { keepers: { rotated: UNKNOWN } }, { keepers: "UPDATE_REPLACE" }],
    ["when keepers go", { keepers: null }, { keepers: "DELETE_REPLACE" }],
    ["on special characters", { special: null }, { special: "UPDATE_REPLACE" }],
    ["not when a default is spelled out", { lower: true, minLower: 0 }, {}],
    [
      "on numeric, under both its names",
      { numeric: false },
      { number: "UPDATE_REPLACE", numeric: "UPDATE_REPLACE" },
    ],
  ];
  test.each(cases)("%s", async (_name, change, detailed) => {
    const { inputs } = await plugin.check(TYPE, { ...program, ...change }, { olds: made.inputs });
    const difference = await plugin.diff(TYPE, made, inputs);
    expect(difference.detailed).toEqual(detailed);
    expect(difference.replaces).toEqual(Object.keys(detailed));
  });

  test("and cannot be changed in place", async () => {
    await expect(plugin.change(TYPE, made, program)).rejects.toThrow(/every change replaces it/);
  });
});

test("a refresh keeps the password, a delete forgets it, an import takes it from the id", async () => {
  const made = await plugin.make(TYPE, { length: 16 });
  expect(await plugin.read(TYPE, made)).toEqual(made);
  await plugin.remove(TYPE, made);
  const imported = await plugin.read(TYPE, { id: "securepassword" });
  expect(imported).toMatchObject({
    id: "none",
    inputs: { length: 14 },
    outputs: { result: new Secret("securepassword") },
  });
});
