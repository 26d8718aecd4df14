import { beforeEach, expect, test } from "vitest";
import {
  activeKey,
  createSigningKey,
  publishedKeys,
  rotateKeys,
} from "../../../okta/tokens/keys.ts";
import { authorizationServer, start, World } from "./world.ts";

let world: World;

beforeEach(async () => {
  world = new World(await authorizationServer());
});

const published = () => publishedKeys(world.server, world.now).map((key) => key.kid);

test("a key is named by its thumbprint and shows only its public half", async () => {
  const key = await createSigningKey();
  expect(key.publicJwk).toEqual({
    kty: "RSA",
    alg: "RS256",
    kid: key.kid,
    use: "sig",
    e: "AQAB",
    n: expect.stringMatching(/^[\w-]{342}$/),
  });
  expect(key.kid).toMatch(/^[\w-]{43}$/);
  await expect(crypto.subtle.exportKey("jwk", key.privateKey)).rejects.toThrow();
});

test("rotation promotes the next key and keeps the old one until its last token has expired", async () => {
  const [active, next] = world.server.keys;
  if (!active || !next) throw new Error("A server begins with two keys.");
  active.lastTokenExpiry = start + 3_600_000;
  expect(published()).toEqual([active.kid]);
  await rotateKeys(world.org, world.server);
  expect(activeKey(world.server).kid).toBe(next.kid);
  expect(published()).toEqual([next.kid, active.kid]);
  expect(world.server).toMatchObject({
    lastRotated: "2026-03-01T12:00:00.000Z",
    nextRotation: "2026-05-30T12:00:00.000Z",
  });
  world.now = start + 3_599_999;
  expect(published()).toContain(active.kid);
  world.now = start + 3_600_000;
  expect(published()).toEqual([next.kid]);
  await rotateKeys(world.org, world.server);
  expect(world.server.keys.map((key) => key.kid)).not.toContain(active.kid);
});

test("a key that never signed leaves at once, and a MANUAL server plans no rotation", async () => {
  world.server.rotationMode = "MANUAL";
  const old = activeKey(world.server).kid;
  await rotateKeys(world.org, world.server);
  expect(published()).not.toContain(old);
  expect(world.server.nextRotation).toBeUndefined();
});

test("rotations at the same time leave one active and one next key", async () => {
  await Promise.all([rotateKeys(world.org, world.server), rotateKeys(world.org, world.server)]);
  expect(world.server.keys.map((key) => key.status).sort()).toEqual(["ACTIVE", "NEXT"]);
});

test("a server without a NEXT key gets both", async () => {
  world.server.keys = world.server.keys.filter((key) => key.status === "ACTIVE");
  await rotateKeys(world.org, world.server);
  expect(world.server.keys.map((key) => key.status).sort()).toEqual(["ACTIVE", "NEXT"]);
});

test("a server without keys is a mistake of the caller", () => {
  expect(() => activeKey({ keys: [] })).toThrow(
    "The authorization server has no active signing key.",
  );
});
