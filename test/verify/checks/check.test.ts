import { expect, test } from "vitest";
import { show } from "../../../verify/checks/check.ts";

test("shows a value as JSON of at most 200 characters", () => {
  expect(show("x".repeat(198))).toBe(`"${"x".repeat(198)}"`);
  expect(show("x".repeat(199))).toBe(`"${"x".repeat(199)}...`);
  expect(show(undefined)).toBe("nothing");
});
