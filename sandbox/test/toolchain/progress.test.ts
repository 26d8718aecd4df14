import { expect, test } from "vitest";
import { formatBytes, formatDuration } from "../../toolchain/progress.ts";

test.each([
  [0, "0 s"],
  [59_400, "59 s"],
  [59_600, "1 min"],
  [125_000, "2 min 05 s"],
])("%d ms is %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_500, "1.5 KB"],
  [106_000_000, "106 MB"],
  [2_300_000_000_000, "2300 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
