import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { World } from "../../../test/support/world.ts";
import { inviteStrangers } from "../../run/strangers.ts";

let world: World;
let directory: string;

beforeAll(async () => {
  world = await World.start();
  directory = await mkdtemp(join(tmpdir(), "strangers-"));
});

afterAll(async () => {
  await world.stop();
  await rm(directory, { recursive: true });
});

test("brings an outsider, a foreign token and an expired one, and takes all of it away again", async () => {
  const { apps, authorizationServers } = world.okta.org;
  const before = [apps.size, authorizationServers.size];
  const strangers = await inviteStrangers(world.okta, world.outputs, directory);
  const file = (option: string) =>
    readFile(String(strangers.arguments[strangers.arguments.indexOf(option) + 1]), "utf8");

  expect(JSON.parse(await file("--outsider"))).toMatchObject({ clientId: expect.any(String) });
  expect(decodeJwt(await file("--foreign-token")).aud).toBe("api://sandbox-stranger");
  const expired = decodeJwt(await file("--expired-token"));
  expect(expired).toMatchObject({ iss: world.contract.issuer, aud: world.contract.audience });
  expect(Number(expired.exp) * 1000).toBeLessThan(Date.now());
  expect(world.okta.faults.skew).toBe(0);

  await strangers.remove();
  expect([apps.size, authorizationServers.size]).toEqual(before);
});
