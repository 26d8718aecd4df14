import { expect, test } from "vitest";
import { pendingChanges } from "../../run/engine.ts";

test("finds nothing pending when everything stays the same", () => {
  expect(pendingChanges({ same: 12, read: 1 })).toEqual([]);
});

test("names what would change", () => {
  expect(pendingChanges({ same: 3, update: 1, replace: 2, delete: 0 })).toEqual([
    "1 to update",
    "2 to replace",
  ]);
});
