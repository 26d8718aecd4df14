import { expect, test } from "vitest";
import { findingText, pathText, show } from "../../access/finding.ts";

test.each([
  [[], ""],
  [["accounts"], "accounts"],
  [["accounts", 0, "clientId"], "accounts[0].clientId"],
  [["groups", "_a-1"], "groups._a-1"],
  [["groups", "1a"], 'groups["1a"]'],
  [["groups", "a.b"], 'groups["a.b"]'],
  [["groups", 'a b"'], 'groups["a b\\""]'],
  [["groups", ""], 'groups[""]'],
])("the path %j is written as pulumi config set takes it: %s", (at, text) => {
  expect(pathText(at)).toBe(text);
});

test.each([
  ["text", '"text"'],
  [undefined, "undefined"],
  [null, "null"],
  ["x".repeat(58), `"${"x".repeat(58)}"`],
  ["x".repeat(59), `"${"x".repeat(56)}...`],
])("%j is shown as %s", (value, shown) => {
  expect(show(value)).toBe(shown);
});

test("a finding is a sentence, what is allowed and a fix", () => {
  const finding = { code: "c", message: "is wrong", allowed: "right", fix: "correct it" };
  expect(findingText("a.b", finding)).toBe(
    "[c] a.b is wrong.\n  Allowed: right.\n  Fix: correct it.",
  );
});
