import { expect, test } from "vitest";
import { Node, Structure, type Value } from "../../../neo4j/cypher/value.ts";
import { HttpError } from "../../../neo4j/http/errors.ts";
import { toJson } from "../../../neo4j/http/json.ts";

test.each<[value: Value, json: unknown]>([
  [null, null],
  ["text", "text"],
  [false, false],
  [-(2n ** 53n) + 1n, -9_007_199_254_740_991],
  [1.5, 1.5],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [Uint8Array.of(1, 2), "AQI="],
  [
    [1n, [true]],
    [1, [true]],
  ],
  [new Map<string, Value>([["a", 1n]]), { a: 1 }],
  [
    new Node(3n, "4:x:3", ["A"], new Map([["k", [1n, 2n]]])),
    { elementId: "4:x:3", labels: ["A"], properties: { k: [1, 2] } },
  ],
])("%s", (value, json) => {
  expect(toJson(value)).toEqual(json);
});

test("a key named __proto__ is a key", () => {
  expect(JSON.stringify(toJson(new Map([["__proto__", "x"]])))).toBe('{"__proto__":"x"}');
});

test.each<[value: Value, what: string]>([
  [2n ** 53n, "the integer 9007199254740992"],
  [[new Structure(0x44, [1n])], "a temporal or spatial value"],
])("%s is refused", (value, what) => {
  expect(() => toJson(value)).toThrow(
    new HttpError(
      400,
      "Neo.ClientError.Request.Invalid",
      `The sandbox's Neo4j stand-in cannot write ${what} as JSON; use Bolt.`,
    ),
  );
});
