import { describe, expect, test } from "vitest";
import { LOCK_TIME } from "../../rotation/states/held.ts";
import { KINDS } from "./kinds.ts";
import { type Fate, type Kind, RotationWorld, SOAK } from "./world.ts";

/** A rotation as it goes where nothing goes wrong: how it ends, and how many requests each run sent. */
async function undisturbed(kind: Kind) {
  const world = await RotationWorld.start(kind);
  try {
    const first = world.place;
    const runs: number[] = [];
    for (;;) {
      const before = world.requests.length;
      await kind.between?.(world);
      expect(await world.run()).toBe("ended");
      runs.push(world.requests.length - before);
      world.advance(SOAK);
      if (world.record.rotation === undefined) break;
    }
    expect(world.harm).toEqual([]);
    expect(await world.works(first)).toBe(false);
    expect(await world.works(world.place)).toBe(true);
    return { runs, steps: world.said.map(({ step, outcome }) => `${step} ${outcome}`) };
  } finally {
    await world.stop();
  }
}

async function killed(kind: Kind, run: number, fate: Fate): Promise<void> {
  const world = await RotationWorld.start(kind);
  try {
    const first = world.place;
    for (let before = 0; before < run; before += 1) {
      await kind.between?.(world);
      await world.run();
      world.advance(SOAK);
    }
    await kind.between?.(world);
    expect(await world.run({}, { fate })).toBe("killed");
    world.advance(LOCK_TIME);
    await kind.between?.(world);
    // What was cut off goes on, where it is not over.
    if (world.record.last === undefined) {
      await world.run();
      await world.settle();
    }
    expect(world.harm).toEqual([]);
    expect(await world.works(world.place)).toBe(true);
    expect(await world.works(first)).toBe(false);
    const { lock, ...record } = world.record;
    expect(record).toEqual({ version: 1, failures: 0, last: expect.any(Number) });
    expect(await world.registered()).toEqual([expect.objectContaining({ isActive: true })]);
  } finally {
    await world.stop();
  }
}

describe.each(KINDS)("%s", (_name, kind) => {
  test("is the same in the end wherever a run is killed, and no token request ever fails", async () => {
    const { runs } = await undisturbed(kind);
    const fates = runs.flatMap((requests, run) =>
      Array.from({ length: requests }, (_, index) => index + 1).flatMap((at) =>
        (["before", "after"] as const).map((when) => ({ run, at, when })),
      ),
    );
    for (const { run, at, when } of fates) await killed(kind, run, { at, when });
  }, 300_000);
});
