import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { type Given, judge, recorded, UNKNOWN } from "./judge.ts";

const STACK = recorded();

/** Any place of the recorded stack: a resource, and the keys that lead to a value of it. */
const PLACES = STACK.flatMap(({ props }, index) =>
  paths(props).map((path) => [index, path] as const),
);

function paths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [key],
    ...paths(part).map((path) => [key, ...path]),
  ]);
}

function withValue(given: Given[], [index, path]: readonly [number, string[]], value: unknown) {
  const changed = structuredClone(given);
  const last = path.at(-1) ?? "";
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => Object(at[key]), changed[index]?.props ?? {});
  parent[last] = value;
  return changed;
}

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(UNKNOWN),
  fc.constant("[secret]"),
);

test("no rule fails over a value of another form, wherever it stands", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), value, (place, given) => {
      const changed = withValue(STACK, place, given);
      for (const rule of ALL_RULES) judge(rule, changed);
    }),
    { numRuns: 300 },
  );
  expect(PLACES.length).toBeGreaterThan(100);
});
