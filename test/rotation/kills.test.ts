import { describe, expect, test } from "vitest";
import { LOCK_TIME } from "../../rotation/states/held.ts";
import { KINDS } from "./kinds.ts";
import { RotationWorld, SOAK } from "./world.ts";

/** It went all the way: one credential, which works, and no client that had worked was refused a token. */
async function expectRotated(world: RotationWorld, first: RotationWorld["place"]): Promise<void> {
  expect(world.harm).toEqual([]);
  expect(await world.works(world.place)).toBe(true);
  // Okta keeps a document that it fetched for a while.
  if (!world.isServed) expect(await world.works(first)).toBe(false);
  const { lock, ...record } = world.record;
  expect(record).toEqual({ version: 1, failures: 0, last: expect.any(Number) });
  expect(await world.registered()).toEqual([expect.objectContaining({ isActive: true })]);
}

/** Where a run can be killed: before and after each of its requests. */
function fates(requests: number) {
  return Array.from({ length: requests }, (_, index) => index + 1).flatMap((at) =>
    (["before", "after"] as const).map((when) => ({ at, when })),
  );
}

describe.each(KINDS)("%s", (_name, make) => {
  test("is the same in the end wherever a run is killed, and no token request ever fails", async () => {
    const world = await RotationWorld.start(make());
    try {
      const first = world.place;
      let kills = 0;
      for (let isOver = false; !isOver; ) {
        await world.kind.between?.(world);
        const restore = world.save();
        expect(await world.run()).toBe("ended");
        const requests = world.requests.length;
        const next = world.save();
        for (const fate of fates(requests)) {
          restore();
          expect(await world.run({}, { fate })).toBe("killed");
          world.advance(LOCK_TIME);
          await world.kind.between?.(world);
          // What was cut off goes on, where it is not over.
          if (world.record.last === undefined) {
            await world.run();
            await world.settle();
          }
          await expectRotated(world, first);
          kills += 1;
        }
        next();
        isOver = world.record.rotation === undefined;
        world.advance(SOAK);
      }
      await expectRotated(world, first);
      expect(kills).toBeGreaterThan(60);
    } finally {
      await world.stop();
    }
  }, 300_000);
});
