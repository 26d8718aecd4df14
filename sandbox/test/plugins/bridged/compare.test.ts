import { expect, test } from "vitest";
import { goJson, isZero, normalizedJson } from "../../../plugins/bridged/compare.ts";

test("JSON is written as Go writes it: keys sorted at every depth, lists as they are, no spaces", () => {
  const value = { b: [{ z: 1, a: 2 }, "x"], a: null, B: { d: true, c: 1.5 } };
  expect(goJson(value)).toBe('{"B":{"c":1.5,"d":true},"a":null,"b":[{"a":2,"z":1},"x"]}');
});

test("Go escapes what HTML and JavaScript could take for their own", () => {
  expect(goJson("<a>&\u2028\u2029/")).toBe('"\\u003ca\\u003e\\u0026\\u2028\\u2029/"');
});

test("JSON text is compared in that form; other text stays as it is", () => {
  expect(normalizedJson('{ "b": 1, "a": [2, 1] }')).toBe('{"a":[2,1],"b":1}');
  expect(normalizedJson("{ b }")).toBe("{ b }");
});

test.each([undefined, null, "", false, 0, []])("%j is not set", (value) => {
  expect(isZero(value)).toBe(true);
});

test.each(["0", " ", true, -1, [""], {}])("%j is set", (value) => {
  expect(isZero(value)).toBe(false);
});
