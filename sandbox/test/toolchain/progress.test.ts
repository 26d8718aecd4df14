import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatElapsed } from "../../toolchain/progress.ts";

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

test("a job says how far it is, and when it takes longer than expected", () => {
  expect(formatElapsed(65_000, 360_000)).toBe("1 min 05 s of about 6 min");
  expect(formatElapsed(400_000, 360_000)).toBe("6 min 40 s, longer than the 6 min expected");
});
