import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inviteStrangers } from "../../../verify/rehearsal/strangers.ts";
import { World } from "../../support/world.ts";

let world: World;
let restore: () => void;
let directory: string;

beforeAll(async () => {
  world = await World.start({ okta: { control: true } });
  restore = world.snapshot();
  directory = await mkdtemp(join(tmpdir(), "strangers-"));
});

afterEach(() => restore());

afterAll(async () => {
  await world.stop();
  await rm(directory, { recursive: true });
});

function invite() {
  const { okta, contract, outputs } = world;
  const { url, accessToken } = okta;
  return inviteStrangers(
    { url, accessToken },
    { contract, credentials: outputs.credentials },
    directory,
  );
}

function objects(): number[] {
  const { apps, authorizationServers } = world.okta.org;
  return [apps.size, authorizationServers.size];
}

test("brings an outsider, a foreign token and an expired one, and takes all of it away again", async () => {
  const before = objects();
  const strangers = await invite();
  const file = (option: string) =>
    readFile(String(strangers.arguments[strangers.arguments.indexOf(option) + 1]), "utf8");

  const folder = join(directory, "strangers");
  expect(strangers.arguments).toEqual([
    ...["--outsider", join(folder, "outsider.json")],
    ...["--foreign-token", join(folder, "foreign-token")],
    ...["--expired-token", join(folder, "expired-token")],
  ]);
  const { clientId, clientSecret } = JSON.parse(await file("--outsider"));
  expect(world.app(clientId)).toMatchObject({ label: "sandbox-stranger" });
  expect(clientSecret).toMatch(/\S{20,}/);
  expect(decodeJwt(await file("--foreign-token")).aud).toBe("api://sandbox-stranger");
  const expired = decodeJwt(await file("--expired-token"));
  expect(expired).toMatchObject({ iss: world.contract.issuer, aud: world.contract.audience });
  expect(Number(expired.exp) * 1000).toBeLessThan(Date.now());
  expect(world.okta.faults.skew).toBe(0);

  await strangers.remove();
  expect(objects()).toEqual(before);
});

test("brings no expired token where no account sends its secret in a header", async () => {
  const { okta, outputs } = world;
  const { url, accessToken } = okta;
  const [first = expect.fail("no account")] = world.contract.accounts;
  const accounts = [
    { ...first, disabled: true },
    { ...first, credential: "client_secret_post" as const },
  ];
  const contract = { ...world.contract, accounts };
  const { credentials } = outputs;
  const strangers = await inviteStrangers(
    { url, accessToken },
    { contract, credentials },
    directory,
  );
  expect(strangers.arguments.filter((word) => word.startsWith("--"))).toEqual([
    "--outsider",
    "--foreign-token",
  ]);
  await strangers.remove();
  const without = { contract: world.contract, credentials: {} };
  const bare = await inviteStrangers({ url, accessToken }, without, directory);
  expect(bare.arguments).toHaveLength(4);
  await bare.remove();
});

test.each([
  [
    "POST",
    "/api/v1/authorizationServers",
    /^the probes could not be prepared: POST \/api\/v1\/authorizationServers answered 500: (?!undefined)\S/,
  ],
  [
    "POST",
    "/oauth2/default/v1/token",
    /^the probes could not be prepared: POST http\S+\/oauth2\/default\/v1\/token answered 500: (?!undefined)\S/,
  ],
] as const)(
  "takes back what it made when %s %s is refused, and says so",
  async (method, path, message) => {
    const before = objects();
    world.okta.faults.add({ kind: "error", status: 500, method, path, count: 1 });
    const refusal = expect(invite()).rejects;
    await refusal.toMatchObject({
      code: "verify-handover",
      message: expect.stringMatching(message),
    });
    expect(objects()).toEqual(before);
    expect(world.okta.faults.skew).toBe(0);
  },
);
