import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { issueTokensFor, rotate, startService, tokensIssued } from "../support/service.ts";
import { World } from "../support/world.ts";

const SECONDS = Number(process.env.SOAK_SECONDS ?? 30);

test("runs a service on 5-second tokens, across a key rotation, without a failed query", async () => {
  const world = await World.start();
  issueTokensFor(world, 5);
  const service = startService(world, "neo4j-service-account");
  try {
    const end = Date.now() + SECONDS * 1000;
    const worker = async () => {
      while (Date.now() < end) {
        await service.query();
        await wait(20);
      }
    };
    const rotation = wait((SECONDS / 2) * 1000).then(() => rotate(world));
    await Promise.all([worker(), worker(), worker(), worker(), rotation]);
    expect(service.failures).toEqual([]);
    expect(service.answered).toBeGreaterThan(SECONDS * 10);
    expect(tokensIssued(world)).toBeGreaterThanOrEqual(SECONDS / 5);
  } finally {
    await service.close();
    await world.stop();
  }
});
