import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { childSeconds, processorSeconds } from "../../bench/processor.ts";

test("reads the ended children's time, whatever the process is called", () => {
  const stat =
    "42 (a ) b) S 1 42 42 0 -1 4194304 100 200 0 0 11 12 130 25 20 0 1 0 5 1000 10 18446744073709551615";
  expect(childSeconds(stat)).toBe(1.55);
});

test.runIf(process.platform === "linux")("counts a process that has ended", () => {
  const before = processorSeconds() ?? NaN;
  execFileSync(process.execPath, ["-e", "for (let i = 0; i < 3e8; i += 1);"]);
  expect((processorSeconds() ?? NaN) - before).toBeGreaterThan(0.02);
});
