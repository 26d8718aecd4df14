import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPIRY, IdentityProvider, newKey } from "./identity-provider.ts";
import { oktaAt, refusal, startWorld, TOKEN_EXPIRED } from "./world.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  await provider.start();
});
afterAll(() => provider.stop());

const AUTHORIZATION_EXPIRED = {
  code: "Neo.ClientError.Security.AuthorizationExpired",
  message: "The stored authorization info has expired. Please reconnect.",
};
const HOUR = 3_600_000;

async function start(settings: Record<string, string> = {}, claims = {}) {
  const world = await startWorld({ ...oktaAt(provider.discoveryUri), ...settings });
  const credentials = await provider.sign(claims);
  const login = () => world.security.login({ scheme: "bearer", credentials });
  return { ...world, login, subject: await login() };
}

describe("a session on a token", () => {
  const longCache = { "dbms.security.auth_cache_ttl": "2h" };

  test("ends for every statement when the token expires, and the token opens no other", async () => {
    const { clock, run, subject, login } = await start(longCache);
    clock.now = EXPIRY * 1000 - 1;
    expect(await run(subject, "RETURN 1")).toBeUndefined();
    clock.now += 1;
    expect(await refusal(run(subject, "RETURN 1"))).toEqual(TOKEN_EXPIRED);
    expect(await refusal(run(subject, "SHOW CURRENT USER"))).toEqual(TOKEN_EXPIRED);
    expect(await refusal(login())).toEqual(TOKEN_EXPIRED);
  });

  test("must reconnect once its roles are older than the auth cache allows", async () => {
    const { clock, run, subject, login } = await start();
    clock.now += 600_000 - 1;
    expect(await run(subject, "RETURN 1")).toBeUndefined();
    clock.now += 1;
    expect(await refusal(run(subject, "RETURN 1"))).toEqual(AUTHORIZATION_EXPIRED);
    expect(await run(await login(), "RETURN 1")).toBeUndefined();
  });

  test.each([
    ["is turned off", { "dbms.security.auth_cache_ttl": "0" }],
    ["does not age", { "dbms.security.auth_cache_use_ttl": "false" }],
  ])("lasts as long as the token where the cache %s", async (_, settings) => {
    const { clock, run, subject } = await start(settings);
    clock.now = EXPIRY * 1000 - 1;
    expect(await run(subject, "RETURN 1")).toBeUndefined();
  });

  test("must reconnect after CALL dbms.security.clearAuthCache()", async () => {
    const { admin, run, subject, login } = await start();
    await run(await admin(), "CALL dbms.security.clearAuthCache();");
    expect(await refusal(run(subject, "RETURN 1"))).toEqual(AUTHORIZATION_EXPIRED);
    expect(await run(await login(), "RETURN 1")).toBeUndefined();
  });
});

describe("the auth cache", () => {
  const keysWithdrawn = async (settings: Record<string, string>) => {
    const world = await start(settings);
    const published = provider.keys;
    const unknown = await provider.sign({}, published[0], { kid: "k9" });
    provider.keys = [];
    try {
      // The search for an unknown key is what makes the database fetch the keys again.
      await refusal(world.security.login({ scheme: "bearer", credentials: unknown }));
      return await world.login().then(
        () => "accepted",
        () => "refused",
      );
    } finally {
      provider.keys = published;
    }
  };

  test("spares a known token its verification", async () => {
    expect(await keysWithdrawn({})).toBe("accepted");
  });

  test.each([
    ["it is turned off", { "dbms.security.auth_cache_ttl": "0s" }],
    ["it holds nothing", { "dbms.security.auth_cache_max_capacity": "0" }],
  ])("verifies again where %s", async (_, settings) => {
    expect(await keysWithdrawn(settings)).toBe("refused");
  });
});

test("a native session knows no expiry", async () => {
  const { clock, run, admin } = await start();
  const subject = await admin();
  clock.now += 1000 * HOUR;
  expect(await run(subject, "RETURN 1")).toBeUndefined();
});
