import { describe, expect, test } from "vitest";
import { ageOf, undone, withTarget } from "../../rotation/core/begin.ts";
import { decide } from "../../rotation/core/decide.ts";
import { duration } from "../../rotation/core/duration.ts";
import { readRecord, withFailure } from "../../rotation/core/record.ts";
import { type Rotation, retiring, type View } from "../../rotation/core/rotation.ts";

const NEW = { id: "new", isActive: true, mark: "n" };
const OLD = { id: "old", isActive: true, mark: "o" };
const rotation: Rotation = { started: 0, target: { mark: "n" }, retire: ["old"], former: "old" };
const view: View = { registered: [OLD, NEW], delivered: "new", hasTarget: true };
const step = (changes: Partial<Rotation>, seen: Partial<View>, now = 100) =>
  decide({ ...rotation, ...changes }, { ...view, ...seen }, { now, soak: 10 });

describe("what comes next", () => {
  const off = { ...OLD, isActive: false };
  test.each([
    ["make", {}, { registered: [OLD], hasTarget: false }],
    ["register", {}, { registered: [OLD] }],
    ["activate", {}, { registered: [OLD, { ...NEW, isActive: false }] }],
    ["deliver", {}, { delivered: "old" }],
    ["make", {}, { delivered: undefined, hasTarget: false }],
    ["test", {}, {}],
    ["soak", { tested: 91 }, {}],
    ["deactivate", { tested: 90 }, {}],
    ["test-again", { tested: 90 }, { registered: [off, NEW] }],
    ["hold", { tested: 70, off: 91 }, { registered: [off, NEW] }],
    ["deactivate", { tested: 70, off: 90 }, {}],
    ["remove", { tested: 70, off: 90 }, { registered: [off, NEW] }],
    ["finish", { tested: 70, off: 90 }, { registered: [NEW] }],
    ["deliver", { tested: 70, off: 90 }, { registered: [off, NEW], delivered: undefined }],
  ])("is %s for %j and %j", (expected, changes, seen) => {
    expect(step(changes, seen)).toBe(expected);
  });
});

test("a target that nobody has goes with the former one, also where Okta does not list it now", () => {
  const next = withTarget(rotation, view, { mark: "m" });
  expect(next).toMatchObject({ target: { mark: "m" }, retire: ["old", "new"] });
  const unseen = withTarget(rotation, { ...view, registered: [OLD] }, { mark: "m" });
  expect(unseen.retire).toEqual(["old", "n"]);
  expect(retiring(unseen, view)).toEqual([OLD, NEW]);
  expect(withTarget({ ...rotation, target: {} }, view, { mark: "m" }).retire).toEqual(["old"]);
});

test("an undo of an undo is that undo", () => {
  const back = undone("etl", { ...rotation, tested: 1, off: 2 }, view);
  expect(back).toEqual({ started: 0, target: { id: "old" }, retire: ["new"], former: "old" });
  expect(undone("etl", back, view)).toEqual(back);
  expect(undone("etl", rotation, { ...view, registered: [OLD] }).retire).toEqual(["n"]);
});

test("a credential is as old as the newest, or as the last rotation where Okta does not say", () => {
  expect(
    ageOf(
      [
        { ...OLD, created: 10 },
        { ...NEW, created: 40 },
      ],
      { now: 100 },
    ),
  ).toBe(60);
  expect(ageOf([OLD], { now: 100, last: 70 })).toBe(30);
  expect(ageOf([OLD], { now: 100 })).toBeUndefined();
});

test("waits double after each failure, up to an hour, and the fifth stops", () => {
  let record = readRecord("etl", undefined);
  const waits: (number | undefined)[] = [];
  for (let failures = 0; failures < 5; failures += 1) {
    expect(record.stopped).toBeUndefined();
    record = withFailure(record, "no token", 0);
    waits.push(record.next);
  }
  expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 960_000]);
  expect(record.stopped).toBe("no token");
});

test.each([
  ["0s", 0],
  ["90m", 5_400_000],
  ["90d", 7_776_000_000],
  ["1h30m", undefined],
  ["-1h", undefined],
  ["1", undefined],
])("%s is %s milliseconds", (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds);
});
