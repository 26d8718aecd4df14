import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inviteGuests } from "../../../verify/rehearsal/guests.ts";
import { World } from "../../support/world.ts";

let world: World;
let restore: () => void;
let directory: string;

beforeAll(async () => {
  world = await World.start({ people: true });
  restore = world.snapshot();
  directory = await mkdtemp(join(tmpdir(), "guests-"));
});

afterEach(() => restore());

afterAll(async () => {
  await world.stop();
  await rm(directory, { recursive: true });
});

function invite(changes: Partial<World["contract"]> = {}) {
  const { url, accessToken } = world.okta;
  return inviteGuests({ url, accessToken }, { ...world.contract, ...changes }, directory);
}

test("signs a member of each mapped group in, keeps the tokens to itself, and takes all of them away again", async () => {
  const before = world.okta.org.users.size;
  const guests = await invite();
  expect(guests.refused).toEqual([]);
  const files = guests.arguments.filter((argument) => argument !== "--person-token");
  expect(files).toHaveLength(2);
  const claims = await Promise.all(
    files.map(async (file) => {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      return decodeJwt(await readFile(file, "utf8"));
    }),
  );
  expect(claims.map(({ groups }) => groups)).toEqual([["engineers"], ["readers"]]);
  expect(claims[0]).toMatchObject({
    aud: "api://people",
    iss: world.contract.signIns?.[0]?.issuer,
  });
  expect(world.okta.org.users.size).toBe(before + 2);
  await guests.remove();
  expect(world.okta.org.users.size).toBe(before);
});

test("says whom Okta does not let in", async () => {
  const [signIn] = world.contract.signIns ?? [];
  const other = { ...signIn, groups: { strangers: ["reader"] } } as never;
  const guests = await invite({ signIns: [other] });
  expect(guests).toMatchObject({
    arguments: [],
    refused: [
      "A member of strangers could not be signed in by okta: User is not assigned to the client application.",
    ],
  });
  await guests.remove();
});

test("invites nobody where only local users are let in, or where Okta is not the provider", async () => {
  const database = { requireLocalUser: true } as never;
  expect((await invite({ database })).arguments).toEqual([]);
  const [signIn] = world.contract.signIns ?? [];
  const elsewhere = { ...signIn, provider: "keycloak" } as never;
  expect((await invite({ signIns: [elsewhere] })).arguments).toEqual([]);
});
