import { reachesGoal } from "@neo4j-okta/sandbox/bench";
import { expect, test } from "vitest";
import type { Life } from "../../../bench/stack/life.ts";
import { type Measured, report } from "../../../bench/stack/report.ts";
import { lifeOf } from "./lives.ts";

const program = new Map([0, 1, 50, 200].map((n) => [n, { first: 500 + n, again: 10 + n }]));
const empty = lifeOf(0, { resources: 1 });

function measured(parts: Pick<Measured, "lives"> & Partial<Measured>): Measured {
  const { lives } = parts;
  const bare = [lifeOf(1), lifeOf(200)];
  return {
    empty,
    unchecked: lives,
    bare,
    program,
    bareProgram: { first: 1, again: 105 },
    ...parts,
  };
}

function rows(lives: Life[]) {
  const measurements = report(measured({ lives }));
  return new Map(measurements.map((row) => [row.what, row]));
}

test("gives every time as a ratio to the empty program's, and its growth", () => {
  const found = rows([lifeOf(1), lifeOf(50), lifeOf(200)]);
  expect(found.get("program: 200 accounts / empty program")?.value).toBe(21);
  expect(found.get("create: 200 accounts / empty program")?.value).toBe(3);
  expect(found.get("create: 1 account")).toMatchObject({
    value: 10.1,
    unit: "s, 5.05 s of processor time",
  });
  expect(found.get("unchanged preview: one account more, on average")?.value).toBeCloseTo(50);
  expect([...found.values()].every(reachesGoal)).toBe(true);
});

test("gives the shares of program, engine and plugins in the biggest stack", () => {
  const shares = { program: 1, engine: 2, plugins: 5 };
  const big = lifeOf(200);
  const found = rows([lifeOf(1), lifeOf(50), { ...big, create: { ...big.create, shares } }]);
  const share = (part: string) => found.get(`create: 200 accounts, share of ${part}`);
  expect(share("program and Okta emulator")).toMatchObject({ value: 12.5, unit: "%" });
  expect(share("engine")?.value).toBe(25);
  expect(share("provider plugins")?.value).toBe(62.5);
});

test("misses a goal when creating is quadratic even without checkpoints", () => {
  const slow = (accounts: number): Life =>
    lifeOf(accounts, { create: { seconds: 1, processor: 5 + accounts ** 2, calls: {} } });
  const lives = [lifeOf(1), lifeOf(50), lifeOf(200)];
  const missed = report(measured({ lives, unchecked: [1, 50, 200].map(slow) }))
    .filter((row) => !reachesGoal(row))
    .map(({ what }) => what);
  expect(missed).toEqual([
    "create without checkpoints: one account more / in an unchanged preview",
  ]);
});

test("judges by processor time where it is known, and else by the clock", () => {
  const busy = (accounts: number): Life =>
    lifeOf(accounts, { preview: { seconds: accounts ** 2, processor: 5 + accounts, calls: {} } });
  const blind = (accounts: number): Life =>
    lifeOf(accounts, { preview: { seconds: accounts ** 2, processor: undefined, calls: {} } });
  const linear = "unchanged preview: one account more, 50-200 / 1-50";
  expect(rows([1, 50, 200].map(busy)).get(linear)?.value).toBeCloseTo(1);
  expect(rows([1, 50, 200].map(blind)).get(linear)?.value).toBeCloseTo(4.9, 1);
});

test("misses a goal when an account costs much more than its bare app", () => {
  const app = (accounts: number): Life =>
    lifeOf(accounts, { preview: { seconds: 1, processor: 5 + accounts * 0.04, calls: {} } });
  const lives = [lifeOf(1), lifeOf(50), lifeOf(200)];
  const found = report(measured({ lives, bare: [app(1), app(200)] }));
  const preview = found.find(({ what }) =>
    what.startsWith("unchanged preview: one account more /"),
  );
  expect(preview).toMatchObject({ value: expect.closeTo(1.25), goal: { atMost: 1.15 } });
  expect(found.find(({ what }) => what.includes("as many bare apps"))?.value).toBe(2);
  expect(found.filter((row) => !reachesGoal(row))).toEqual([preview]);
});
