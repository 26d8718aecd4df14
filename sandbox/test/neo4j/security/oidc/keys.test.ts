import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { IdentityProvider, newKey, type SigningKey } from "../identity-provider.ts";
import { oktaAt, refusal, startWorld, UNAUTHORIZED, type World } from "../world.ts";

const DISCOVERY = "/.well-known/openid-configuration";
const KEYS = "/keys";

let first: SigningKey;
let second: SigningKey;
beforeAll(async () => {
  first = await newKey("k1");
  second = await newKey("k2");
});

let provider: IdentityProvider;
let world: World;
beforeEach(async () => {
  provider = new IdentityProvider(first);
  await provider.start();
  world = await startWorld(oktaAt(provider.discoveryUri));
});
afterEach(() => provider.stop());

const login = async (token: string | Promise<string>) =>
  world.security.login({ scheme: "bearer", credentials: await token });

describe("keys and metadata", () => {
  test("are not asked for before the first login, then once for all", async () => {
    expect(provider.asked).toEqual([]);
    const tokens = await Promise.all(["a", "b", "c", "d"].map((sub) => provider.sign({ sub })));
    await Promise.all(tokens.map(login));
    await login(provider.sign({ sub: "e" }));
    expect(provider.asked).toEqual([DISCOVERY, KEYS]);
  });

  test("a rotated key costs one more fetch, and the old one works while it is published", async () => {
    await login(provider.sign({ sub: "a" }));
    provider.keys = [second, first];
    await login(provider.sign({ sub: "b" }, second));
    await login(provider.sign({ sub: "c" }, first));
    expect(provider.count(KEYS)).toBe(2);
  });

  test("a second rotation right after the first is seen as well", async () => {
    await login(provider.sign({ sub: "a" }));
    provider.keys = [second];
    await login(provider.sign({ sub: "b" }, second));
    provider.keys = [first];
    await login(provider.sign({ sub: "c" }, first));
    expect(provider.count(KEYS)).toBe(3);
  });

  test("an unknown key id triggers exactly one fetch, then the refusal", async () => {
    await login(provider.sign({ sub: "a" }));
    expect(await refusal(login(provider.sign({}, second)))).toEqual(UNAUTHORIZED);
    expect(provider.count(KEYS)).toBe(2);
    expect(provider.count(DISCOVERY)).toBe(1);
  });

  test("a withdrawn key is refused once it was noticed", async () => {
    await login(provider.sign({ sub: "a" }));
    provider.keys = [second];
    await login(provider.sign({ sub: "b" }, second));
    expect(await refusal(login(provider.sign({ sub: "c" }, first)))).toEqual(UNAUTHORIZED);
  });
});

const UNREACHABLE: [title: string, path: string, status: number, body: string, reason: string][] = [
  ["discovery answers 500", DISCOVERY, 500, "oops", "is not to be had: HTTP status 500"],
  [
    "discovery is HTML",
    DISCOVERY,
    200,
    "<html>",
    "is not usable: document: Invalid input: expected object, received undefined",
  ],
  [
    "discovery names no keys",
    DISCOVERY,
    200,
    '{"issuer":"x"}',
    "is not usable: jwks_uri: Invalid input: expected string, received undefined",
  ],
  ["the keys answer 404", KEYS, 404, "{}", "is not to be had: HTTP status 404"],
  [
    "the keys are not JSON",
    KEYS,
    200,
    "<html>",
    "Failed to parse the JSON Web Key Set HTTP response as JSON",
  ],
  ["the keys are no key set", KEYS, 200, '{"keys":"x"}', "JSON Web Key Set malformed"],
];

describe("while the provider is not to be had", () => {
  test.each(UNREACHABLE)(
    "(%s) logins are refused, and work once it is back",
    async (_, path, status, body, reason) => {
      provider.answers.set(path, { status, body });
      expect(await refusal(login(provider.sign({})))).toEqual(UNAUTHORIZED);
      expect(world.log[0]).toContain(
        "[]: failed to log in: invalid principal or credentials (oidc-okta: ",
      );
      expect(world.log[0]).toContain(`${provider.url}${path}`);
      expect(world.log[0]).toContain(reason);
      provider.answers.clear();
      expect((await login(provider.sign({}))).username).toBe("etl-loader");
    },
  );

  test("discovery is tried twice at most for one login", async () => {
    provider.answers.set(DISCOVERY, { status: 503, body: "" });
    await refusal(login(provider.sign({})));
    expect(provider.count(DISCOVERY)).toBe(2);
  });

  test("the log has the cause of a refused connection, and native logins go on", async () => {
    const token = await provider.sign({});
    await provider.stop();
    expect(await refusal(login(token))).toEqual(UNAUTHORIZED);
    expect(world.log[0]).toMatch(
      /discovery document at http.* is not to be had: connect ECONNREFUSED/,
    );
    expect((await world.admin()).username).toBe("neo4j");
    await provider.start();
  });
});
