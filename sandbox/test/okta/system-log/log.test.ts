import { expect, test } from "vitest";
import { SystemLog } from "../../../okta/system-log/log.ts";

const actor = { id: "00u1", type: "User", alternateId: "a@example.com", displayName: "A" };
const event = {
  eventType: "group.lifecycle.create",
  actor,
  target: [],
  outcome: { result: "SUCCESS", reason: null },
  client: { id: null },
  debugData: {},
} as const;

test("only the latest events are kept, and their numbers go on", () => {
  const log = new SystemLog(() => 0, 3);
  for (let count = 0; count < 10; count += 1) log.add({ ...event, target: [] });
  expect(log.events.map(({ number }) => number)).toEqual([8, 9, 10]);
  expect(log.latest).toBe(10);
  expect(log.events[0]).toMatchObject({ published: "1970-01-01T00:00:00.000Z", actor });
  expect(new Set(log.events.map(({ uuid }) => uuid)).size).toBe(3);
});
