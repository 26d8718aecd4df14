import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Waiting } from "../../run/waiting.ts";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => void vi.useRealTimers());

function event(kind: string, type: string, name: string, op = "create"): EngineEvent {
  const urn = `urn:pulumi:dev::app::${type}::${name}`;
  return { [kind]: { metadata: { urn, op } } } as unknown as EngineEvent;
}

test("names every five seconds what the engine is at work on, components left out", async () => {
  const told: string[] = [];
  const waiting = new Waiting();
  const work = Promise.withResolvers<void>();
  const done = waiting.during(() => work.promise, { step: (text) => void told.push(text) });
  vi.advanceTimersByTime(4_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  const parent = "app:neo4j:Release";
  waiting.see(event("resourcePreEvent", parent, "neo4j"));
  waiting.see(event("resourcePreEvent", `${parent}$kubernetes:helm.sh/v3:Release`, "release"));
  waiting.see(event("resourcePreEvent", "okta:app/oAuth:OAuth", "kept", "same"));
  vi.advanceTimersByTime(5_000);
  for (const name of ["a", "b", "c"]) {
    waiting.see(event("resourcePreEvent", "okta:app/oAuth:OAuth", name));
  }
  vi.advanceTimersByTime(5_000);
  waiting.see(event("resOpFailedEvent", "okta:app/oAuth:OAuth", "a"));
  waiting.see(event("resOutputsEvent", `${parent}$kubernetes:helm.sh/v3:Release`, "release"));
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([
    "still at work",
    "waiting for release",
    "waiting for release, a, b and 1 more",
    "waiting for b, c",
  ]);
  work.resolve();
  await done;
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(4);
});
