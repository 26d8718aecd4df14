import { expect, test } from "vitest";
import { lastLot, lot } from "./sample.ts";

const mutants = Array.from({ length: 200 }, (_, line) => ({
  fileName: "access/roles.ts",
  location: { start: { line, column: 4 } },
  mutatorName: "BooleanLiteral",
  replacement: "false",
}));

function sample(size: number, seed: string) {
  const last = lastLot(mutants, size, seed);
  return mutants.filter((mutant) => lot(mutant, seed) <= last);
}

test("draws as many mutants as asked for, the same ones for a seed", () => {
  expect(sample(30, "a")).toHaveLength(30);
  expect(sample(30, "a")).toEqual(sample(30, "a"));
  expect(sample(30, "b")).not.toEqual(sample(30, "a"));
});

test("a larger sample holds the smaller one", () => {
  expect(sample(60, "a")).toEqual(expect.arrayContaining(sample(30, "a")));
});

test("draws all of them when there are fewer than asked for, and none of none", () => {
  expect(sample(500, "a")).toHaveLength(mutants.length);
  expect(lastLot([], 10, "a")).toBe(-1);
});

test("a mutant has the same lot in the copy that Stryker tests", () => {
  const [mutant = expect.fail()] = mutants;
  const copy = { ...mutant, fileName: "/p/.stryker-tmp/sandbox-x1/access/roles.ts" };
  expect(lot(copy, "a")).toBe(lot(mutant, "a"));
});
