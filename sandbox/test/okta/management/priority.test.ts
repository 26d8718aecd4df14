import fc from "fast-check";
import { expect, test } from "vitest";
import { place, remove } from "../../../okta/management/priority.ts";

test("whatever is placed, moved and removed, priorities are 1, 2, 3, ...", () => {
  const step = fc.record({
    verb: fc.constantFrom("place", "move", "remove"),
    priority: fc.integer({ min: 1, max: 12 }),
    index: fc.nat(11),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const items: { priority: number }[] = [];
      for (const { verb, priority, index } of steps) {
        const item = items[index];
        if (verb === "place") place(items, { priority });
        else if (item && verb === "remove") remove(items, item);
        else if (item) {
          item.priority = priority;
          place(items, item);
          expect(item.priority).toBe(Math.min(priority, items.length));
        }
        expect(items.map((each) => each.priority)).toEqual(items.map((_, at) => at + 1));
      }
    }),
  );
});
