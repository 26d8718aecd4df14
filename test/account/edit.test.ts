import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { withValue } from "../../account/edit.ts";

const STACK = `# first
config:
  a:groups: {r: [reader]} # as it is
  # about the accounts
  a:accounts:
    - name: one # who
      groups: [r]
      credential: client_secret # why

    # about the second
    - name: two
      groups:
        - r
  a:after: "x"
`;

test("an item goes behind the last one, and nothing else changes", () => {
  const [head = "", tail = ""] = STACK.split("  a:after");
  expect(withValue(STACK, ["config", "a:accounts", 2], { name: "three", groups: ["r"] })).toBe(
    `${head}    - name: three\n      groups:\n        - r\n  a:after${tail}`,
  );
});

test("a value takes the place of another, and the comment behind it stays", () => {
  expect(withValue(STACK, ["config", "a:accounts", 0, "credential"], { k: [{ n: "v" }] })).toBe(
    STACK.replace(
      "credential: client_secret # why",
      "credential:\n        k:\n          - n: v # why",
    ),
  );
});

test.each([
  ["at the end, without a line end", "a:\n  - b", ["a", 1], "c", "a:\n  - b\n  - c\n"],
  ["with the file's line ends", "a:\r\n  - b\r\n", ["a", 1], "c", "a:\r\n  - b\r\n  - c\r\n"],
  ["behind a block of text", "a:\n- |\n  b\nc: 1\n", ["a", 1], "d", "a:\n- |\n  b\n- d\nc: 1\n"],
  ["in an empty list", "a: [] # none\nb: 1\n", ["a"], ["c"], "a:\n  - c # none\nb: 1\n"],
  ["in flow style", "# x\na: [b]\n", ["a", 1], "c", "# x\na: [ b, c ]\n"],
  ["where there was none", "# x\na: 1\n", ["b"], ["c"], "# x\na: 1\nb:\n  - c\n"],
])("%s", (_name, text, at, value, expected) => {
  expect(withValue(text, at, value)).toBe(expected);
});

describe("what is shared is not edited", () => {
  test.each([
    ["an alias", "a: &x [1]\nb: *x\n", ["b", 1]],
    ["an anchor that is used elsewhere", "a: &x\n  - 1\nb: *x\n", ["a", 1]],
    ["a map that others are merged from", "a: &x\n  k: 1\nb:\n  <<: *x\n", ["a", "k"]],
  ])("%s", (_name, text, at) => {
    expect(withValue(text, at, 2)).toBeUndefined();
  });

  test("but a merged value may be replaced where it is merged", () => {
    const text = "a: &x\n  k: 1\nb:\n  <<: *x\n";
    expect(parse(withValue(text, ["b", "k"], 2) ?? "", { merge: true })).toEqual({
      a: { k: 1 },
      b: { k: 2 },
    });
  });
});

test.each([
  "Pulumi.dev.yaml",
  "Pulumi.prod.yaml",
  "test/golden/Pulumi.full.yaml",
  "test/golden/Pulumi.people.yaml",
])("%s gets an account more, and not a byte else", (file) => {
  const text = readFileSync(file, "utf8");
  const count = parse(text).config["neo4j-okta:accounts"].length;
  const value = { name: "one-more", groups: ["r"] };
  const edited = withValue(text, ["config", "neo4j-okta:accounts", count], value) ?? "";
  const added = "    - name: one-more\n      groups:\n        - r\n";
  expect(edited).toContain(added);
  expect(edited.replace(added, "")).toBe(text);
});

test("any text is a value that is read back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const edited = withValue(STACK, ["config", "a:accounts", 2], {
        name: value,
        groups: [value],
      });
      expect(parse(edited ?? "").config["a:accounts"][2]).toEqual({ name: value, groups: [value] });
    }),
  );
});
