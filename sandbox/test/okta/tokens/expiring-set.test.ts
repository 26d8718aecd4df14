import { expect, test } from "vitest";
import { ExpiringSet } from "../../../okta/tokens/expiring-set.ts";

test("an identifier is remembered until its expiry, and can be added again after", () => {
  let now = 0;
  const set = new ExpiringSet(() => now);
  expect(set.add("a", 10)).toBe(true);
  expect(set.add("a", 99)).toBe(false);
  now = 9;
  expect(set.has("a")).toBe(true);
  now = 10;
  expect(set.has("a")).toBe(false);
  expect(set.add("a", 20)).toBe(true);
});

test("what has expired is dropped, so that the set stays near the number alive", () => {
  let now = 0;
  const set = new ExpiringSet(() => now);
  for (let i = 0; i < 100_000; i += 1) {
    now = i;
    set.add(String(i), i + 100);
    expect(set.size).toBeLessThanOrEqual(1024);
  }
});

test("nothing alive is dropped, however many there are", () => {
  const set = new ExpiringSet(() => 0);
  for (let i = 0; i < 10_000; i += 1) set.add(String(i), 1);
  expect(set.size).toBe(10_000);
  expect(set.add("0", 1)).toBe(false);
});
