import { expect, test } from "vitest";
import { median, percentile, reachesGoal, render } from "../../bench/benchmark.ts";

test("percentiles are interpolated between the values around them", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(percentile([10, 20], 0.99)).toBeCloseTo(19.9);
  expect(percentile([], 0.5)).toBeNaN();
});

test("a goal is a bound, and what has no value misses it", () => {
  const measurement = { what: "ratio", unit: "" };
  expect(reachesGoal({ ...measurement, value: 0.1 })).toBe(true);
  expect(reachesGoal({ ...measurement, value: 0.7, goal: { atLeast: 0.7 } })).toBe(true);
  expect(reachesGoal({ ...measurement, value: 0.69, goal: { atLeast: 0.7 } })).toBe(false);
  expect(reachesGoal({ ...measurement, value: 9, goal: { atMost: 8 } })).toBe(false);
  expect(reachesGoal({ ...measurement, value: Number.NaN, goal: { atLeast: 0 } })).toBe(false);
});

test("one line per measurement, goals with their outcome", () => {
  const lines = render([
    { what: "rate", value: 1234.5, unit: "tokens/s" },
    { what: "ratio", value: 0.5, unit: "", goal: { atLeast: 0.7 } },
  ]);
  expect(lines.split("\n")).toEqual([
    "rate        1,235 tokens/s",
    "ratio        0.50   (at least 0.7: MISSED)",
  ]);
});
