import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BridgedOperations, bridgedResource } from "../../../plugins/bridged/resource.ts";
import type { ResourceSchema } from "../../../plugins/bridged/schema.ts";
import { type Properties, Secret, UNKNOWN } from "../../../plugins/protocol/values.ts";
import { initFailure, PluginClient } from "../plugin-client.ts";

const TYPE = "okta:x/thing:Thing";
const schema: ResourceSchema = {
  count: { type: "number" },
  document: { type: "json" },
  fixed: { type: "string", forceNew: true },
  hidden: { type: "string", secret: true },
  id2: { type: "string", outputOnly: true },
  kept: { type: "string", computed: true },
  leeway: { type: "number", zero: 0 },
  mode: { type: "string", default: "ON" },
  network: { type: "object", flattened: true, properties: { zone: { type: "string" } } },
  places: { type: "list" },
  roles: { type: "set", terraformName: "role" },
  rules: { type: "objects", properties: { name: { type: "string" }, on: { type: "boolean" } } },
};

const calls: [string, ...unknown[]][] = [];
let answer: Properties | undefined;
let completed: () => Promise<Properties>;
const operations: BridgedOperations = {
  schema,
  meta: "meta",
  async create(planned) {
    calls.push(["create", planned]);
    return { id: "1", values: planned, complete: completed };
  },
  async read(id, old) {
    calls.push(["read", id, old]);
    return answer;
  },
  async update(id, planned, old) {
    calls.push(["update", id, planned, old]);
    return planned;
  },
  async delete(id, old) {
    calls.push(["delete", id, old]);
  },
  parseImportId: (importId) => ({ id: importId.slice(2), values: { kept: "parsed" } }),
};
const plugin = new PluginClient({
  name: "okta",
  version: "7.0.0",
  resources: new Map([[TYPE, bridgedResource(operations)]]),
});
beforeAll(() => plugin.start());
afterAll(() => plugin.stop());
beforeEach(() => {
  calls.length = 0;
  answer = {};
  completed = async () => ({ mode: "ON" });
});

describe("what is stored", () => {
  test("every property, sets sorted, what is missing as null, and an empty list too unless the program gave one", async () => {
    completed = async () => ({ roles: ["b", "a"], places: ["z", "a"], mode: "ON", hidden: "h" });
    const { outputs } = await plugin.make(TYPE, {});
    expect(outputs).toEqual({
      __meta: "meta",
      __pulumi_raw_state_delta: {
        obj: {
          ps: { network: { plu: { i: {} } }, places: { arr: {} }, roles: { arr: {} } },
          renamed: { roles: "role" },
        },
      },
      count: null,
      document: null,
      fixed: null,
      hidden: new Secret("h"),
      id: "1",
      id2: null,
      kept: null,
      leeway: 0,
      mode: "ON",
      network: null,
      places: ["z", "a"],
      roles: ["a", "b"],
      rules: null,
    });
    completed = async () => ({ places: [], roles: [], rules: [] });
    const unsaid = await plugin.make(TYPE, {});
    expect(unsaid.outputs).toMatchObject({ places: null, roles: null, rules: [] });
    const said = await plugin.make(TYPE, { places: [], roles: ["a"] });
    expect(said.outputs).toMatchObject({ places: [], roles: [] });
  });

  test("JSON is planned as Go writes it, other text as it is, secrets opened", async () => {
    await plugin.make(TYPE, {
      document: '{ "b": 1, "a": "<" }',
      hidden: new Secret("h"),
      kept: "{ }",
    });
    expect(calls).toEqual([
      ["create", { document: '{"a":"\\u003c","b":1}', hidden: "h", kept: "{ }", mode: "ON" }],
    ]);
  });

  test("what failed after the object was made keeps it in state with what is known", async () => {
    completed = async () => {
      throw "no error object";
    };
    const error: unknown = await plugin
      .make(TYPE, { kept: "k" })
      .catch((thrown: unknown) => thrown);
    const failed = initFailure(error);
    expect(failed).toMatchObject({ id: "1", inputs: { kept: "k" }, outputs: { kept: "k" } });
    expect(failed.reasons).toEqual(["no error object"]);
  });

  test("an update keeps what the program does not say and Okta decides", async () => {
    completed = async () => ({ kept: "old", places: ["a"], mode: "ON" });
    const made = await plugin.make(TYPE, {});
    calls.length = 0;
    await plugin.change(TYPE, made, { count: 1 });
    const [name, id, planned, old] = calls[0] ?? [];
    expect([name, id]).toEqual(["update", "1"]);
    expect(planned).toEqual({ kept: "old", count: 1, mode: "ON" });
    expect(old).toMatchObject({ kept: "old", places: ["a"] });
    await plugin.remove(TYPE, made);
    expect(calls[1]).toMatchObject(["delete", "1", { kept: "old", places: ["a"] }]);
  });
});

describe("what a preview promises", () => {
  test("of a new object: the inputs; the rest is unknown if the API decides it", async () => {
    const { inputs } = await plugin.check(TYPE, { count: 1, hidden: new Secret("h") });
    expect(await plugin.create(TYPE, inputs, true)).toEqual({
      id: "",
      outputs: { count: 1, hidden: new Secret("h"), id2: UNKNOWN, kept: UNKNOWN, mode: "ON" },
    });
    expect(calls).toEqual([]);
  });

  test("of an old one: what the API decided stays", async () => {
    completed = async () => ({ id2: "two", kept: "k" });
    const made = await plugin.make(TYPE, {});
    const { outputs } = await plugin.change(TYPE, made, { count: 1 }, true);
    expect(outputs).toEqual({ count: 1, id2: "two", kept: "k", mode: "ON" });
    expect(calls.map(([name]) => name)).toEqual(["create"]);
  });
});

describe("a refresh", () => {
  test("changes only inputs that the program gave and that the provider takes for others", async () => {
    completed = async () => ({
      count: 1,
      document: '{"a":1}',
      kept: "k",
      mode: "ON",
      roles: ["a"],
    });
    const program = { count: 1, document: '{ "a": 1 }', mode: "ON", roles: ["a"] };
    const made = await plugin.make(TYPE, program);
    answer = {
      count: 2,
      document: '{"a":1}',
      kept: "other",
      mode: "ON",
      places: ["new"],
      roles: [],
    };
    const read = await plugin.read(TYPE, made);
    expect(read?.inputs).toEqual({ ...made.inputs, count: 2, roles: [] });
    expect(read?.outputs).toMatchObject({ kept: "other", places: ["new"], roles: [] });
  });

  test("an import takes its id apart and gives what a program would have to say", async () => {
    answer = { count: 0, fixed: "f", hidden: "h", id2: "two", kept: "", mode: "ON", places: ["a"] };
    const imported = await plugin.read(TYPE, { id: "x/7" });
    expect(calls).toEqual([["read", "7", { kept: "parsed" }]]);
    expect(imported?.id).toBe("7");
    expect(imported?.inputs).toEqual({
      __defaults: [],
      fixed: "f",
      hidden: new Secret("h"),
      places: ["a"],
    });
    answer = { mode: "OFF" };
    expect((await plugin.read(TYPE, { id: "x/7" }))?.inputs).toEqual({
      __defaults: [],
      mode: "OFF",
    });
  });

  test("of what is gone says so", async () => {
    const made = await plugin.make(TYPE, {});
    answer = undefined;
    expect(await plugin.read(TYPE, made)).toBeUndefined();
  });
});

describe("the difference between", () => {
  const cases: [string, Properties, Properties, Record<string, string>][] = [
    ["a number and another", { count: 1 }, { count: 2 }, { count: "UPDATE" }],
    ["nothing and 0", {}, { count: 0 }, {}],
    ["nothing and a number", {}, { count: 2 }, { count: "ADD" }],
    ["a number and nothing", { count: 1 }, {}, { count: "DELETE" }],
    ["a fixed text and another", { fixed: "a" }, { fixed: "b" }, { fixed: "UPDATE_REPLACE" }],
    ["an empty text and one", { kept: "" }, { kept: "x" }, { kept: "UPDATE" }],
    ["an empty list and one", { places: [] }, { places: ["a"] }, { places: "ADD" }],
    ["a list and an empty one", { places: ["a"] }, { places: [] }, { "places[0]": "DELETE" }],
    [
      "a list and another order",
      { places: ["a", "b"] },
      { places: ["b", "a"] },
      { "places[0]": "UPDATE", "places[1]": "UPDATE" },
    ],
    ["a list and a longer one", { places: ["a"] }, { places: ["a", "b"] }, { "places[1]": "ADD" }],
    ["a set and another order", { roles: ["a", "b"] }, { roles: ["b", "a"] }, {}],
    [
      "a set and one more, one less",
      { roles: ["a", "b"] },
      { roles: ["b", "c"] },
      { "roles[1]": "ADD", "roles[0]": "DELETE" },
    ],
    ["a set and another", { roles: ["a"] }, { roles: ["b"] }, { "roles[0]": "UPDATE" }],
    [
      "an object and a changed one",
      { network: { zone: "a" } },
      { network: { zone: "b" } },
      { "network.zone": "UPDATE" },
    ],
    ["nothing and an object", {}, { network: { zone: "a" } }, { network: "ADD" }],
    [
      "an object and an unknown one",
      { network: { zone: "a" } },
      { network: UNKNOWN },
      { network: "UPDATE" },
    ],
    [
      "objects and a changed one",
      { rules: [{ name: "a", on: true }] },
      { rules: [{ name: "a", on: false }] },
      { "rules[0].on": "UPDATE" },
    ],
    [
      "objects and one less",
      { rules: [{ name: "a" }, { name: "b" }] },
      { rules: [{ name: "a" }] },
      { "rules[1]": "DELETE" },
    ],
    ["JSON and the same otherwise", { document: '{"a":1}' }, { document: '{ "a": 1 }' }, {}],
    [
      "a text and one that is the same as JSON only",
      { kept: '{"a":1}' },
      { kept: '{ "a": 1 }' },
      { kept: "UPDATE" },
    ],
    ["a secret and the same", { hidden: "h" }, { hidden: new Secret("h") }, {}],
  ];
  test.each(cases)("%s", async (_name, old, wanted, expected) => {
    completed = async () => ({ mode: "ON", ...old });
    const made = await plugin.make(TYPE, {});
    const { inputs } = await plugin.check(TYPE, wanted);
    const state = { ...made, outputs: { ...made.outputs, ...old } };
    expect((await plugin.diff(TYPE, state, inputs)).detailed).toEqual(expected);
  });
});

describe("Check", () => {
  test.each([
    [{ network: "x" }, { network: "expected an object" }],
    [{ network: { zone: 1 } }, { "network.zone": "expected a string" }],
    [{ network: { other: 1 } }, { "network.other": 'unknown input "other"; known are zone' }],
    [{ rules: "x" }, { rules: "expected a list of objects" }],
    [{ rules: [{ on: "x" }, UNKNOWN] }, { "rules[0].on": "expected a boolean" }],
    [{ document: 1 }, { document: "expected a string" }],
    [{ count: UNKNOWN, network: UNKNOWN, rules: UNKNOWN }, {}],
    [{ id2: null, unheardOf: null }, {}],
  ])("of %o", async (program, failures) => {
    expect((await plugin.check(TYPE, program as Properties)).failures).toEqual(failures);
  });

  test("names the defaults that it put in", async () => {
    expect((await plugin.check(TYPE, {})).inputs).toEqual({ __defaults: ["mode"], mode: "ON" });
    expect((await plugin.check(TYPE, { mode: "ON" })).inputs.__defaults).toEqual([]);
  });
});
