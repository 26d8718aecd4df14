import { expect, test } from "vitest";
import { Node, Structure, type Value } from "../../../neo4j/cypher/value.ts";
import { HttpError } from "../../../neo4j/http/errors.ts";
import { fromTypedJson, toTypedJson } from "../../../neo4j/http/typed-json.ts";
import { HttpWorld, refused } from "./world.ts";

const TYPED = "application/vnd.neo4j.query";
const INVALID = "Neo.ClientError.Request.Invalid";

/** As Neo4j 5.26.30 writes them. */
const VALUES: [value: Value, type: string, text: unknown][] = [
  [null, "Null", null],
  [true, "Boolean", true],
  ["a", "String", "a"],
  [9007199254740993n, "Integer", "9007199254740993"],
  [-(2n ** 63n), "Integer", "-9223372036854775808"],
  [1, "Float", "1.0"],
  [0, "Float", "0.0"],
  [-0, "Float", "-0.0"],
  [-1.5, "Float", "-1.5"],
  [0.001, "Float", "0.001"],
  [1e-7, "Float", "1.0E-7"],
  [9_999_999, "Float", "9999999.0"],
  [1e7, "Float", "1.0E7"],
  [123_456_789.5, "Float", "1.234567895E8"],
  [-1e21, "Float", "-1.0E21"],
  [Number.NaN, "Float", "NaN"],
  [Number.POSITIVE_INFINITY, "Float", "Infinity"],
  [Number.NEGATIVE_INFINITY, "Float", "-Infinity"],
  [Uint8Array.of(1, 2), "Base64", "AQI="],
  [[1n], "List", [{ $type: "Integer", _value: "1" }]],
  [new Map([["a", "b"]]), "Map", { a: { $type: "String", _value: "b" } }],
];

test.each(VALUES)("%s is a %s and is read back", (value, $type, _value) => {
  expect(toTypedJson(value)).toEqual({ $type, _value });
  expect(fromTypedJson({ $type, _value })).toEqual(value);
});

test("a node tells the types of its properties", () => {
  expect(toTypedJson(new Node(3n, "4:x:3", ["A"], new Map([["k", 1n]])))).toEqual({
    $type: "Node",
    _value: {
      _element_id: "4:x:3",
      _labels: ["A"],
      _properties: { k: { $type: "Integer", _value: "1" } },
    },
  });
});

test("a temporal value is not written", () => {
  expect(() => toTypedJson([new Structure(0x44, [1n])])).toThrow(
    new HttpError(
      400,
      INVALID,
      "The sandbox's Neo4j stand-in cannot write a temporal or spatial value as JSON; use Bolt.",
    ),
  );
});

test("numbers may stand as JSON has them", () => {
  expect(fromTypedJson({ $type: "Integer", _value: 5 })).toBe(5n);
  expect(fromTypedJson({ $type: "Float", _value: 1.5 })).toBe(1.5);
  expect(fromTypedJson({ $type: "Float", _value: 5 })).toBe(5);
});

const SHAPE = "a typed value is an object of $type and _value";
test.each<[json: unknown, message: string]>([
  [5, SHAPE],
  [null, SHAPE],
  [{ _value: "x" }, SHAPE],
  [{ $type: "String", _value: "x", more: 1 }, SHAPE],
  [{ $type: "Nope", _value: "x" }, "Type Nope is not supported as a column value"],
  [{ $type: "toString", _value: "x" }, "Type toString is not supported as a column value"],
  [{ $type: "Node", _value: {} }, "Type Node is not supported as a column value"],
  [{ $type: "Date", _value: "2020-01-01" }, "Type Date is not supported as a column value"],
  [{ $type: "Integer", _value: "x" }, "the _value of a typed value is no Integer"],
  [{ $type: "Integer", _value: 1.5 }, "the _value of a typed value is no Integer"],
  [
    { $type: "Integer", _value: "9223372036854775808" },
    "the _value of a typed value is no Integer",
  ],
  [{ $type: "Float", _value: "1,5" }, "the _value of a typed value is no Float"],
  [{ $type: "Boolean", _value: "true" }, "the _value of a typed value is no Boolean"],
  [{ $type: "String", _value: 1 }, "the _value of a typed value is no String"],
  [{ $type: "Null", _value: 0 }, "the _value of a typed value is no Null"],
  [{ $type: "Base64", _value: "%" }, "the _value of a typed value is no Base64"],
  [{ $type: "List", _value: {} }, "the _value of a typed value is no List"],
  [{ $type: "Map", _value: [] }, "the _value of a typed value is no Map"],
  [{ $type: "List", _value: [1] }, SHAPE],
])("%j is refused", (json, message) => {
  expect(() => fromTypedJson(json)).toThrow(new HttpError(400, INVALID, message));
});

const { query } = new HttpWorld();
const ask = (accept: string, contentType: string, x: unknown) =>
  query(
    { statement: "RETURN $x AS x", parameters: { x } },
    { accept, "content-type": contentType },
  );
const FIVE = { $type: "Integer", _value: "5" };

test.each([
  ["application/json", "application/json", 5, 5],
  ["application/json", TYPED, FIVE, 5],
  [TYPED, "application/json", 5, FIVE],
  [TYPED, `${TYPED}.v1.0; charset=utf-8`, FIVE, FIVE],
  [`${TYPED}.v1.0`, "application/json", 5, FIVE],
  [`text/html, ${TYPED};q=0.5, application/json;q=0.1`, "application/json", 5, FIVE],
  [`application/json;q=0.5, ${TYPED}`, "application/json", 5, FIVE],
  [`application/json, ${TYPED}`, "application/json", 5, 5],
  ["application/*", "application/json", 5, 5],
  ["*/*", "application/json", 5, 5],
])("who accepts %s and sends %s", async (accept, contentType, sent, received) => {
  const { status, headers, body } = await ask(accept, contentType, sent);
  expect(status).toBe(202);
  expect(body.data.values).toEqual([[received]]);
  const isTyped = typeof received === "object";
  expect(headers.get("content-type")).toMatch(isTyped ? /^application\/vnd/ : /^application\/json/);
});

test("a refusal comes in the type that was asked for", async () => {
  const { status, headers, body } = await ask(TYPED, TYPED, 5);
  expect({ status, body }).toEqual(refused(400, INVALID, SHAPE));
  expect(headers.get("content-type")).toMatch(/^application\/vnd\.neo4j\.query/);
});
