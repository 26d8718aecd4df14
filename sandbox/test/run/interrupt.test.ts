import { afterEach, expect, test, vi } from "vitest";
import { type Interruption, watchInterrupts } from "../../run/interrupt.ts";

let interruption: Interruption;

afterEach(() => interruption.dispose());

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
