import { afterEach, expect, it, vi } from "vitest";
import { issueTokensFor, rotate, startService, tokensIssued } from "../../support/service.ts";
import { World } from "../../support/world.ts";

afterEach(() => vi.useRealTimers());

it("keeps a driver logged in across expiries and a key rotation: no query fails", async () => {
  const world = await World.start();
  const service = startService(world, "neo4j-service-account");
  try {
    issueTokensFor(world, 5);
    const keys = () => world.server.keys.find(({ status }) => status === "ACTIVE")?.kid;
    const before = keys();
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
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

it("asks for a new token when the database refuses the one it has", async () => {
  const world = await World.start();
  const service = startService(world, "neo4j-service-account");
  try {
    await service.query();
    await rotate(world);
    await rotate(world);
    world.server.keys = world.server.keys.filter(({ status }) => status !== "EXPIRED");
    await world.bootNeo4j();
    await service.query();
    expect(service.failures).toEqual([]);
    expect(tokensIssued(world)).toBe(2);
  } finally {
    await service.close();
    await world.stop();
  }
});
