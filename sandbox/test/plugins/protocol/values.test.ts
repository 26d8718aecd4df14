import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  containsSecret,
  containsUnknown,
  decodeProperties,
  encodeProperties,
  type Properties,
  redacted,
  reveal,
  Secret,
  UNKNOWN,
  type Value,
  withSecretsOf,
} from "../../../plugins/protocol/values.ts";

test("a secret and an unknown are written as the engine writes them", () => {
  const struct = encodeProperties({ password: new Secret("p"), later: UNKNOWN, left: undefined });
  expect(struct.toJavaScript()).toEqual({
    password: {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "p",
    },
    later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  });
});

/** google-protobuf's Struct cannot hold `__proto__`. */
const keys = fc.string({ minLength: 1 }).filter((key) => key !== "__proto__");

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Value>(null, true, false, UNKNOWN),
    fc.string(),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    tie("value").map((value) => new Secret(value)),
  ),
})).value;

test("a message without properties has none", () => {
  expect(decodeProperties(undefined)).toEqual({});
});

test("what is absent stays absent when it is revealed", () => {
  expect(
    Object.keys(reveal({ a: new Secret(null), b: undefined, c: [undefined as never] })),
  ).toEqual(["a", "c"]);
});

test("secrets and unknowns are found at any depth", () => {
  expect(containsSecret({ a: [{ b: new Secret(1) }] })).toBe(true);
  expect(containsSecret({ a: [{ b: 1 }], c: "s", d: null, e: UNKNOWN })).toBe(false);
  expect(containsUnknown({ a: [new Secret({ b: UNKNOWN })] })).toBe(true);
  expect(containsUnknown({ a: new Secret(1), b: [null, true, "x"] })).toBe(false);
  expect(containsUnknown(undefined)).toBe(false);
});

test("what is encoded comes back", () => {
  fc.assert(
    fc.property(values, (value) => {
      const properties: Properties = { value: value as Value };
      expect(decodeProperties(encodeProperties(properties))).toEqual(properties);
    }),
  );
});

test("revealed values hold no secret, and unknowns stay", () => {
  fc.assert(
    fc.property(values, (value) => {
      const revealed = reveal(value);
      expect(containsSecret(revealed)).toBe(false);
      expect(containsUnknown(revealed)).toBe(containsUnknown(value));
    }),
  );
});

describe("secrecy of inputs passes to outputs", () => {
  const cases: [string, Properties, Properties, Properties][] = [
    ["same key", { a: 1, b: 2 }, { a: new Secret(1) }, { a: new Secret(1), b: 2 }],
    [
      "nested",
      { a: { b: 1, c: 2 } },
      { a: { b: new Secret(0) } },
      { a: { b: new Secret(1), c: 2 } },
    ],
    ["in an array: all of it", { a: [1, 2] }, { a: [1, new Secret(2)] }, { a: new Secret([1, 2]) }],
    ["already secret", { a: new Secret(1) }, { a: new Secret(2) }, { a: new Secret(1) }],
    ["no such output", { b: 1 }, { a: new Secret(1) }, { b: 1 }],
    ["a whole object", { a: { b: 1 } }, { a: new Secret({ b: 0 }) }, { a: new Secret({ b: 1 }) }],
  ];
  test.each(cases)("%s", (_name, outputs, inputs, expected) => {
    expect(withSecretsOf(outputs, inputs)).toEqual(expected);
  });
});

test("takes out what is secret at any depth, longest first, and leaves the rest", () => {
  const properties = {
    values: { user: "neo4j", auth: new Secret({ list: ["pass", "password1"], empty: "" }) },
  };
  expect(redacted("neo4j: password1 pass neo4j", properties)).toBe(
    "neo4j: [secret] [secret] neo4j",
  );
});

test("a secret with characters of a pattern is text", () => {
  expect(redacted("a$& (x", { p: new Secret("$& (") })).toBe("a[secret]x");
});
