import { findServer } from "@neo4j-okta/sandbox/okta";
import { afterEach, describe, expect, test } from "vitest";
import { LOCK_TIME } from "../../rotation/states/held.ts";
import { manage } from "../support/declared-org.ts";
import { CLIENT_SECRET, KINDS } from "./kinds.ts";
import { RotationWorld, SOAK } from "./world.ts";

let world: RotationWorld;

afterEach(() => world.stop());

/** The steps that were told since the last look. */
function told(): string[] {
  return world.said.splice(0).map(({ step, outcome }) => `${step} ${outcome}`);
}

describe("a rotation", () => {
  test("goes as far as it may, and on where the next run finds it", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    expect(await world.run()).toBe("ended");
    const begun = ["begin", "make", "register", "deliver", "test"].map((step) => `${step} done`);
    expect(told()).toEqual([...begun, "soak waiting"]);
    world.advance(SOAK - 1);
    await world.run();
    expect(told()).toEqual(["soak waiting"]);
    world.advance(1);
    await world.run();
    expect(told()).toEqual(["deactivate done", "test-again done", "hold waiting"]);
    world.advance(SOAK);
    await world.run();
    expect(told()).toEqual(["remove done", "finish done"]);
    expect(await world.registered()).toEqual([expect.objectContaining({ isActive: true })]);
  });

  test("begins with old credentials only, if so told", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    const day = 86_400_000;
    world.advance(89 * day);
    await world.run({ olderThan: 90 * day });
    expect(told()).toEqual(["look not-due"]);
    world.advance(day);
    await world.run({ olderThan: 90 * day });
    expect(told()).toContain("begin done");
  });

  test("rotates a document once by itself, as nobody says how old its keys are", async () => {
    const [, make] = KINDS[2] as (typeof KINDS)[number];
    world = await RotationWorld.start(make());
    await world.run({ olderThan: 90 * 86_400_000 });
    expect(told()).toContain("begin done");
    await world.settle();
    told();
    await world.run({ olderThan: SOAK });
    expect(told().at(-1)).toBe("look not-due");
  });

  test("is only planned in a dry run", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    await world.run({ isDryRun: true });
    expect(told()).toEqual(["begin planned"]);
    await world.run();
    told();
    world.advance(SOAK);
    const before = world.records.get(world.account.name);
    await world.run({ isDryRun: true });
    expect(told()).toEqual(["deactivate planned"]);
    expect(JSON.parse(before ?? "").rotation).toEqual(world.record.rotation);
  });

  test.each(KINDS.slice(1))(
    "of %s plans to register the key that was made",
    async (_name, kind) => {
      world = await RotationWorld.start(kind());
      await world.run();
      expect(told()).toEqual(["begin done", "make done", "register done", "register waiting"]);
      await world.run({ isDryRun: true });
      expect(told()).toEqual(["register planned"]);
    },
  );

  test("writes no secret into its state or its evidence", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    const secrets = [world.place];
    await world.run();
    secrets.push(world.place);
    const written = JSON.stringify([[...world.records], world.said]);
    for (const secret of secrets) {
      if (secret?.kind !== "client_secret_basic") throw new Error("no secret");
      expect(written).not.toContain(secret.clientSecret);
    }
  });
});

describe("the way back", () => {
  test.each([
    ["while both work", 0],
    ["while the former one is off", 1],
  ])("is a rotation to the former credential, %s", async (_name, more) => {
    world = await RotationWorld.start(CLIENT_SECRET);
    const former = world.place;
    await world.run();
    for (let runs = 0; runs < more; runs += 1) {
      world.advance(SOAK);
      await world.run();
    }
    told();
    expect(await world.run({ isUndo: true })).toBe("ended");
    expect(world.place).toEqual(former);
    expect(told().at(-1)).toBe("soak waiting");
    await world.settle();
    expect(world.place).toEqual(former);
    expect(world.harm).toEqual([]);
    expect(await world.registered()).toHaveLength(1);
  });

  test("is refused once the former credential is gone, and where nothing was begun", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    expect(await world.run({ isUndo: true })).toBe("rotation-undo");
    await world.run();
    world.advance(SOAK);
    await world.run();
    const off = (await world.registered()).find(({ isActive }) => !isActive);
    const path = `/api/v1/apps/${world.appId}/credentials/secrets/${off?.id}`;
    await manage(world.okta, "DELETE", path);
    expect(await world.run({ isUndo: true })).toBe("rotation-undo");
  });
});

describe("a person decides", () => {
  test("where the service's credential is none of Okta's, unless nothing uses the account", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    world.place = undefined;
    expect(await world.run()).toBe("rotation-unknown");
    expect(await world.run({ isFirst: true })).toBe("ended");
    await world.settle();
    expect(await world.registered()).toHaveLength(1);
    expect(await world.works(world.place)).toBe(true);
  });

  test("where the service reads what is no credential", async () => {
    world = await RotationWorld.start(KINDS[1]?.[1]() ?? CLIENT_SECRET);
    world.place = { kind: "private_key_jwt", privateKey: "not a key" };
    expect(await world.run()).toBe("rotation-unknown");
  });

  test("where Okta has no room for a third secret", async () => {
    world = await RotationWorld.start(CLIENT_SECRET);
    await manage(world.okta, "POST", `/api/v1/apps/${world.appId}/credentials/secrets`, {});
    expect(await world.run()).toBe("rotation-no-room");
    expect(await world.registered()).toHaveLength(2);
  });
});

/** The access policy that the service gets its tokens by. */
function policyOf({ okta }: RotationWorld) {
  const policy = findServer(okta.org, "default")?.policies.find(({ name }) => name === "neo4j");
  if (policy === undefined) throw new Error("no policy");
  return policy;
}

test("a credential that does not work is not delivered", async () => {
  world = await RotationWorld.start(CLIENT_SECRET);
  const former = world.place;
  policyOf(world).status = "INACTIVE";
  expect(await world.run()).toBe("rotation-proof");
  expect(world.place).toEqual(former);
});

test("a former credential that somebody switches on goes off again, and is kept as long again", async () => {
  world = await RotationWorld.start(CLIENT_SECRET);
  await world.run();
  world.advance(SOAK);
  await world.run();
  const off = (await world.registered()).find(({ isActive }) => !isActive);
  const path = `/api/v1/apps/${world.appId}/credentials/secrets/${off?.id}/lifecycle/activate`;
  await manage(world.okta, "POST", path);
  world.advance(SOAK);
  told();
  await world.run();
  expect(told()).toEqual(["deactivate done", "test-again done", "hold waiting"]);
});

test("a former credential that was switched off is switched on where the new one fails then", async () => {
  world = await RotationWorld.start(CLIENT_SECRET);
  await world.run();
  world.advance(SOAK);
  const policy = policyOf(world);
  const isOff = () => world.requests.at(-2)?.endsWith("deactivate") === true;
  const pause = async () => {
    if (isOff()) policy.status = "INACTIVE";
  };
  expect(await world.run({}, { pause })).toBe("rotation-proof");
  expect((await world.registered()).every(({ isActive }) => isActive)).toBe(true);
  policy.status = "ACTIVE";
  await world.settle();
  expect(await world.registered()).toHaveLength(1);
});

test("a run that comes back after its lock has ended changes nothing, even after an undo", async () => {
  world = await RotationWorld.start(CLIENT_SECRET);
  const former = world.place;
  await world.run();
  world.advance(SOAK);
  let isLate = false;
  // What it waits for goes on while another run has the account.
  const pause = async () => {
    if (isLate || world.requests.at(-1) !== "prove") return;
    isLate = true;
    world.advance(LOCK_TIME);
    expect(await world.run({ isUndo: true })).toBe("ended");
  };
  world.requests = [];
  expect(await world.run({}, { pause })).toBe("rotation-locked");
  expect(isLate).toBe(true);
  expect(world.place).toEqual(former);
  expect((await world.registered()).every(({ isActive }) => isActive)).toBe(true);
});

test("nothing goes off while a Pod is seen to have it", async () => {
  world = await RotationWorld.start(CLIENT_SECRET);
  await world.run();
  world.advance(SOAK);
  world.readers = ["etl-7d4f"];
  expect(await world.run()).toBe("rotation-in-use");
  expect(world.record.stopped).toBeUndefined();
  expect((await world.registered()).every(({ isActive }) => isActive)).toBe(true);
  world.readers = [];
  await world.settle();
  expect(await world.registered()).toHaveLength(1);
});
