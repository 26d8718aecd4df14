import { afterEach, expect, test, vi } from "vitest";
import { Progress } from "../../verify/progress.ts";

afterEach(() => vi.useRealTimers());

test("says nothing for two seconds, then how far it is, and nothing after the end", () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  vi.advanceTimersByTime(60_000);
  const lines: string[] = [];
  const progress = new Progress(10, (line) => lines.push(line));
  progress.step();
  vi.advanceTimersByTime(1999);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1);
  progress.step();
  vi.advanceTimersByTime(2000);
  progress.stop();
  vi.advanceTimersByTime(10_000);
  expect(lines).toEqual(["verify: 1 of 10 checks, 2 s\n", "verify: 2 of 10 checks, 4 s\n"]);
});
