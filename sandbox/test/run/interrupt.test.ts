import { afterEach, expect, test, vi } from "vitest";
import { type Interruption, watchInterrupts } from "../../run/interrupt.ts";

let interruption: Interruption;

afterEach(() => {
  interruption.dispose();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("rejects what it races as soon as a signal comes, and tells once", async () => {
  const told = vi.fn();
  interruption = watchInterrupts(told);
  const race = interruption.race(new Promise(() => {}));
  process.emit("SIGINT");
  process.emit("SIGINT");
  await expect(race).rejects.toMatchObject({ code: "interrupted", exitCode: 130 });
  expect(interruption.signal.aborted).toBe(true);
  expect(told).toHaveBeenCalledTimes(1);
});

test("passes results and failures through", async () => {
  interruption = watchInterrupts(() => {});
  await expect(interruption.race(Promise.resolve(1))).resolves.toBe(1);
  await expect(interruption.race(Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("leaves no handler behind", () => {
  const before = process.listenerCount("SIGINT");
  interruption = watchInterrupts(() => {});
  interruption.dispose();
  expect(process.listenerCount("SIGINT")).toBe(before);
});

test("takes the end of the process that started it for a signal", () => {
  vi.useFakeTimers();
  const told = vi.fn();
  const parent = vi.spyOn(process, "ppid", "get").mockReturnValue(4711);
  interruption = watchInterrupts(told);
  vi.advanceTimersByTime(5_000);
  expect(interruption.signal.aborted).toBe(false);
  parent.mockReturnValue(1);
  vi.advanceTimersByTime(5_000);
  expect(interruption.signal.reason).toMatchObject({ code: "interrupted" });
  expect(told).toHaveBeenCalledTimes(1);
});

test("waits for what ends by itself, and not beyond a second signal", async () => {
  interruption = watchInterrupts(() => {});
  process.emit("SIGINT");
  await interruption.untilSecond(Promise.resolve());
  const waiting = interruption.untilSecond(new Promise(() => {}));
  process.emit("SIGINT");
  await expect(waiting).resolves.toBeUndefined();
});

test("ends when its time is over, as a signal does, and a signal then does not wait", async () => {
  vi.useFakeTimers();
  const told = vi.fn();
  interruption = watchInterrupts(told, 90_000);
  const race = interruption.race(new Promise(() => {}));
  race.catch(() => {});
  vi.advanceTimersByTime(89_999);
  expect(interruption.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  const reason = { code: "timed-out", exitCode: 124, message: "Timed out after 90 seconds." };
  await expect(race).rejects.toMatchObject(reason);
  expect(told.mock.calls).toEqual([[interruption.signal.reason]]);
  const waiting = interruption.untilSecond(new Promise(() => {}));
  process.emit("SIGINT");
  await expect(waiting).resolves.toBeUndefined();
});
