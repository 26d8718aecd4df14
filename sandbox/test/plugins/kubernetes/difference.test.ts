import { expect, test } from "vitest";
import { differences } from "../../../plugins/kubernetes/difference.ts";
import { type Properties, Secret, UNKNOWN } from "../../../plugins/protocol/values.ts";

const cases: [string, Properties, Properties, Record<string, string>][] = [
  ["the same", { a: [1, { b: "c" }] }, { a: [1, { b: "c" }] }, {}],
  ["another leaf", { a: { b: 1, c: 1 } }, { a: { b: 2, c: 1 } }, { "a.b": "update" }],
  ["one more and one less", { a: { b: 1 } }, { a: { c: 1 } }, { "a.b": "delete", "a.c": "add" }],
  ["a longer list", { a: [1] }, { a: [1, 2] }, { "a[1]": "add" }],
  ["a shorter list", { a: [1, 2] }, { a: [1] }, { "a[1]": "delete" }],
  ["another shape", { a: [1] }, { a: { b: 1 } }, { a: "update" }],
  ["a secret and what it holds", { a: new Secret("x") }, { a: "x" }, {}],
  ["another secret", { a: new Secret("x") }, { a: new Secret("y") }, { a: "update" }],
  ["unknown", { a: 1 }, { a: UNKNOWN }, { a: "update" }],
  ["unknown and unknown", { a: UNKNOWN }, { a: UNKNOWN }, { a: "update" }],
  ["null and nothing", { a: null }, {}, { a: "delete" }],
];

test.each(cases)("%s", (_name, old, wanted, expected) => {
  const found = differences(old, wanted);
  expect(Object.fromEntries(Object.entries(found).map(([path, { kind }]) => [path, kind]))).toEqual(
    expected,
  );
  expect(Object.values(found).every(({ replace }) => replace === false)).toBe(true);
});

test("names that are no identifiers are quoted in a path", () => {
  const labels = { "app.kubernetes.io/name": 1, plain_1: 1, "1st": 1, _a: 1, "": 1 };
  expect(Object.keys(differences({}, { labels: {} }))).toEqual(["labels"]);
  expect(Object.keys(differences({ labels: {} }, { labels })).sort()).toEqual([
    "labels._a",
    "labels.plain_1",
    'labels[""]',
    'labels["1st"]',
    'labels["app.kubernetes.io/name"]',
  ]);
  expect(Object.keys(differences({}, { "a b": 1 }))).toEqual(['["a b"]']);
});

test("a change replaces where it is said to", () => {
  const found = differences({ a: 1, b: 1 }, { a: 2, b: 2 }, (path) => path === "b");
  expect(found).toEqual({
    a: { kind: "update", replace: false },
    b: { kind: "update", replace: true },
  });
});
