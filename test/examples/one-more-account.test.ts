import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { record } from "../support/pulumi.ts";

const PROGRAM = new URL("../../examples/one-more-account/index.ts", import.meta.url);

test("one more service account takes less than ten lines", async () => {
  const lines = readFileSync(PROGRAM, "utf8").trim().split("\n");
  expect(lines.length).toBeLessThan(10);
  const { resources } = await record(() => import("../../examples/one-more-account/index.ts"));
  expect(resources.map(({ name }) => name)).toEqual([
    "price-loader",
    "price-loader",
    "price-loader-app",
    "price-loader-policy",
    "price-loader-rule",
  ]);
});
