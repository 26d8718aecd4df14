import { expect, test } from "vitest";
import { jsonText } from "../../access/json.ts";

test.each([
  ["an escape sequence", "\u001b[2J", "\\u001b[2J"],
  ["a C1 control", "\u009b2J", "\\u009b2J"],
  ["a turned direction", "a\u202eb", "a\\u202eb"],
  ["a line separator", "a\u2028b", "a\\u2028b"],
  ["a tag outside the first plane", "a\u{e0041}b", "a\\udb40\\udc41b"],
  ["a lone surrogate", "a\ud800b", "a\\ud800b"],
  ["letters of any script", "Zoë 東京 🚀", "Zoë 東京 🚀"],
])("writes %s so that a terminal stays as it is, and it is the same when read", (_, name, text) => {
  const written = jsonText({ [name]: [name] });
  expect(written).toBe(`{\n  "${text}": [\n    "${text}"\n  ]\n}\n`);
  expect(JSON.parse(written)).toEqual({ [name]: [name] });
});

test("writes one line where asked to", () => {
  expect(jsonText({ a: [1] }, 0)).toBe('{"a":[1]}\n');
});
