import { afterEach, expect, test, vi } from "vitest";
import { tellProgress } from "../../command/progress.ts";

afterEach(() => vi.useRealTimers());

test("says nothing for two seconds, then how far it is, and nothing after the end", () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  vi.advanceTimersByTime(60_000);
  const lines: string[] = [];
  let checks = 1;
  const stop = tellProgress({
    name: "verify",
    done: () => `${checks} of 10 checks`,
    write: (line) => lines.push(line),
  });
  vi.advanceTimersByTime(1999);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1);
  checks = 2;
  vi.advanceTimersByTime(2000);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(lines).toEqual(["verify: 1 of 10 checks, 2 s\n", "verify: 2 of 10 checks, 4 s\n"]);
});
