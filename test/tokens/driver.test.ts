import { afterEach, expect, test, vi } from "vitest";
import { issueTokensFor, rotate, startService, tokensIssued } from "../support/service.ts";
import { World } from "../support/world.ts";

afterEach(() => vi.useRealTimers());

test("keeps a driver logged in across expiries and a key rotation: no query fails", async () => {
  const start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const world = await World.start();
  const service = startService(world, "neo4j-service-account");
  try {
    issueTokensFor(world, 5);
    const keys = () => world.server.keys.find(({ status }) => status === "ACTIVE")?.kid;
    const before = keys();
    for (let second = 0; second < 60; second += 1) {
      vi.setSystemTime(start + second * 1000);
      if (second === 30) await rotate(world);
      await Promise.all([service.query(), service.query(), service.query()]);
    }
    expect(service.failures).toEqual([]);
    expect(service.answered).toBe(180);
    expect(keys()).not.toBe(before);
    // 5-second tokens, renewed a second before they expire: at least one every 5 seconds.
    expect(tokensIssued(world)).toBeGreaterThanOrEqual(12);
    expect(tokensIssued(world)).toBeLessThanOrEqual(20);
  } finally {
    vi.useRealTimers();
    await service.close();
    await world.stop();
  }
});

test("asks for a new token when the database says first that the old one has expired", async () => {
  const start = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const world = await World.start();
  await world.bootNeo4j({}, { now: () => Date.now() + 3000 });
  const service = startService(world, "neo4j-service-account");
  try {
    issueTokensFor(world, 5);
    for (let second = 0; second < 6; second += 1) {
      vi.setSystemTime(start + second * 1000);
      await service.query();
    }
    expect(service.failures).toEqual([]);
    // To Neo4j a token lives for two seconds; the client alone would ask every four.
    expect(tokensIssued(world)).toBe(3);
  } finally {
    vi.useRealTimers();
    await service.close();
    await world.stop();
  }
});
