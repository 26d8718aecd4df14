import { afterEach, expect, test } from "vitest";
import { clientSecrets } from "../../rotation/registries/client-secrets.ts";
import { CLIENT_SECRET } from "./kinds.ts";
import { RotationWorld, SOAK } from "./world.ts";

let world: RotationWorld;

afterEach(() => world.stop());

/** A world whose Okta once answers that there is no secret, when `isDue` says so. */
async function startGlitching(isDue: () => boolean): Promise<void> {
  let isOver = false;
  world = await RotationWorld.start({
    ...CLIENT_SECRET,
    registry: (of, okta, held) => {
      const request: typeof okta.request = async (method, path, body) => {
        const answer = await okta.request(method, path, body);
        if (method !== "GET" || isOver || !isDue()) return answer;
        isOver = true;
        return [];
      };
      return CLIENT_SECRET.registry(of, { request }, held);
    },
  });
}

test("Okta's answer that an app has none is none, and the next run goes on", async () => {
  let isDue = false;
  await startGlitching(() => isDue);
  await world.run();
  world.advance(SOAK);
  isDue = true;
  expect(await world.run()).toBe("rotation-okta");
  await world.settle();
  expect(await world.registered()).toEqual([expect.objectContaining({ isActive: true })]);
  expect(world.harm).toEqual([]);
});

test("not after the former one was removed either", async () => {
  await startGlitching(() => world.requests.some((name) => name.startsWith("DELETE")));
  await world.run();
  world.advance(SOAK);
  await world.run();
  world.advance(SOAK);
  expect(await world.run()).toBe("rotation-okta");
  await world.settle();
  expect(await world.registered()).toHaveLength(1);
  expect(await world.works(world.place)).toBe(true);
});

test("what is no date says nothing of an age", async () => {
  world = await RotationWorld.start({
    ...CLIENT_SECRET,
    registry: (of, okta, held) => {
      const request: typeof okta.request = async (method, path, body) => {
        const answer = await okta.request(method, path, body);
        if (method !== "GET") return answer;
        return (answer as object[]).map((one) => ({ ...one, created: "yesterday" }));
      };
      return CLIENT_SECRET.registry(of, { request }, held);
    },
  });
  expect(await world.run({ olderThan: 1 })).toBe("rotation-age");
  expect(await world.run()).toBe("ended");
});

test("an empty list says what to look at", async () => {
  const okta = { request: async () => [] as never };
  const registry = clientSecrets(okta, {
    ...{ account: "etl", appId: "0oa1", method: "client_secret_basic" },
  });
  await expect(registry.list()).rejects.toMatchObject({
    code: "rotation-okta",
    message:
      "Okta lists no client secret of etl, and an app on one always has one. Fix: run this again; where it stays so, look at the app in the Admin Console (Client Credentials).",
  });
});
