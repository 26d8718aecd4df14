import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { inlineKeys } from "../../rotation/registries/inline-keys.ts";
import { jwksDocument } from "../../rotation/registries/jwks-document.ts";
import { type KeyPlace, publicKeys } from "../../rotation/registries/public-keys.ts";
import { KINDS } from "./kinds.ts";
import { RotationWorld, SOAK } from "./world.ts";

describe.each(KINDS.slice(1))("where the file of %s lacks one that Okta takes", (name, make) => {
  let world: RotationWorld;
  afterEach(() => world.stop());

  async function start(): Promise<string> {
    world = await RotationWorld.start(make());
    return world.kind.file ?? "";
  }

  /** Until the new key is delivered and the soak is over. */
  async function takeOver(): Promise<void> {
    for (let runs = 0; runs < 2; runs += 1) {
      await world.run();
      await world.kind.between?.(world);
    }
    world.advance(SOAK);
  }

  test("no new key is written into it, and the next run goes on with a newer file", async () => {
    const file = await start();
    const text = readFileSync(file, "utf8");
    if (name === "a JWKS document") rmSync(file);
    else writeFileSync(file, text.replaceAll("kid: first", "kid: another"));
    expect(await world.run()).toBe("rotation-outdated");
    writeFileSync(file, text);
    await world.settle();
    expect(world.record.rotation).toBeUndefined();
    expect(world.harm).toEqual([]);
  });

  test("no key is switched off or removed with it", async () => {
    const file = await start();
    await takeOver();
    for (const step of ["deactivate", "hold"]) {
      const text = readFileSync(file, "utf8");
      const outdated = text.replaceAll(world.record.rotation.target.id, "another");
      writeFileSync(file, outdated);
      expect(await world.run()).toBe("rotation-outdated");
      expect(readFileSync(file, "utf8")).toBe(outdated);
      writeFileSync(file, text);
      await world.run();
      await world.kind.between?.(world);
      if (step === "deactivate") await world.run();
      world.advance(SOAK);
    }
    expect(world.record.rotation).toBeUndefined();
  });

  test("an undo does not take the new key out of it as well", async () => {
    const file = await start();
    await takeOver();
    const key = world.record.rotation.target.id;
    await world.run();
    expect(await world.run({ isUndo: true })).toBe("ended");
    world.advance(SOAK);
    expect(await world.run()).toBe("rotation-outdated");
    expect(readFileSync(file, "utf8")).toContain(key);
  });
});

describe.each(KINDS.slice(1))("after an undo of %s that nobody has deployed", (_name, make) => {
  test.each([
    ["nobody deploys it at all", 0],
    ["it is deployed meanwhile", 1],
  ])("nothing of it is left where %s", async (_what, deployments) => {
    const world = await RotationWorld.start(make());
    try {
      await world.run();
      const key = world.record.rotation.target.id;
      expect(readFileSync(world.kind.file ?? "", "utf8")).toContain(key);
      expect(await world.run({ isUndo: true })).toBe("ended");
      if (deployments > 0) await world.kind.between?.(world);
      for (let runs = 0; runs < 6 && world.record.rotation; runs += 1) {
        world.advance(SOAK);
        await world.run();
        if (deployments > 0) await world.kind.between?.(world);
      }
      expect(world.record.rotation).toBeUndefined();
      expect(readFileSync(world.kind.file ?? "", "utf8")).not.toContain(key);
      await world.kind.between?.(world);
      expect((await world.registered()).map(({ id }) => id)).toEqual(["first"]);
      expect(world.harm).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});

test.each<[() => KeyPlace, string]>([
  [
    () =>
      inlineKeys(
        { request: async () => ({}) as never },
        {
          ...{ account: "etl", appId: "0oa1", stack: "prod", project: "." },
        },
      ),
    "get the Pulumi.prod.yaml that was deployed last",
  ],
  [
    () =>
      jwksDocument({ account: "etl", file: "etl.json", uri: "https://keys.example.com" }, fetch),
    "write into etl.json what https://keys.example.com serves",
  ],
])("the refusal names the keys and the fix", async (make, fix) => {
  const registry = publicKeys(
    {
      ...make(),
      taken: async () => [{ kid: "a" }, { kid: "b" }, { kid: "c" }],
      declared: async () => ["b"],
    },
    { parked: () => [{ kid: "d" }], park: async () => {}, going: () => ["d"] },
  );
  await registry.list();
  await expect(registry.deactivate("a")).rejects.toMatchObject({
    code: "rotation-outdated",
    message: `etl: Okta takes keys that the file to be written lacks (a, c): it would take them away. Fix: ${fix}, then run this again.`,
  });
});
