import { reachesGoal } from "@neo4j-okta/sandbox/bench";
import { expect, test } from "vitest";
import { type Cost, growth, linearity, slope } from "../../../bench/stack/growth.ts";

/** Costs of 1, 50 and 200 accounts, with two resources each beside a dozen others. */
function costs(of: (accounts: number) => number): Cost[] {
  return [1, 50, 200].map((accounts) => ({
    accounts,
    resources: 12 + 2 * accounts,
    value: of(accounts),
  }));
}

test("accepts a cost that is linear beside a fixed one", () => {
  const linear = costs((accounts) => 1000 + 20 * accounts);
  const rows = [...growth("preview", linear), linearity("preview", linear)];
  expect(rows.map(({ value }) => Number(value.toFixed(3)))).toEqual([4.902, 0.167, 1]);
  expect(rows.every(reachesGoal)).toBe(true);
});

test("misses the goal for a quadratic cost, however large the fixed one", () => {
  const row = linearity(
    "preview",
    costs((accounts) => 1_000_000 + accounts ** 2),
  );
  expect(row.what).toBe("preview: one account more, 50-200 / 1-50");
  expect(row.value).toBeCloseTo(4.9, 1);
  expect(reachesGoal(row)).toBe(false);
});

test("takes a cost that shrinks at first for a measurement that went wrong", () => {
  const row = linearity(
    "create",
    costs((accounts) => (accounts === 1 ? 9 : 8)),
  );
  expect(row.value).toBeNaN();
  expect(reachesGoal(row)).toBe(false);
});

test("sets no goal for a few accounts", () => {
  const few = [1, 5, 20].map((accounts) => ({ accounts, resources: 1, value: accounts ** 2 }));
  expect(linearity("create", few)).not.toHaveProperty("goal");
});

test("misses the goal when the cost grows faster than the resources", () => {
  const [, row] = growth(
    "program",
    costs((accounts) => accounts),
  );
  expect(row).toMatchObject({ what: "program: the same / growth of the resources" });
  expect(row && reachesGoal(row)).toBe(false);
});

test("needs two sizes for growth, and three to tell whether it is linear", () => {
  const [few, middle] = costs((accounts) => accounts);
  if (!few || !middle) throw new Error("no costs");
  expect(() => growth("preview", [few])).toThrow("growth takes two sizes at least");
  expect(() => linearity("preview", [few, middle])).toThrow("linearity takes three sizes");
});

test("gives the cost of one account more", () => {
  const [few, , many] = costs((accounts) => 7 + 3 * accounts);
  expect(few && many && slope(few, many)).toBe(3);
});
