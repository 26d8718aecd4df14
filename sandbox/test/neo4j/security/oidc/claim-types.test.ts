import fc from "fast-check";
import { CompactSign } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HUGE, jsonNot, jsonText } from "../../../support/json-types.ts";
import { EXPIRY, IdentityProvider, newKey, type SigningKey } from "../identity-provider.ts";
import { oktaAt, refusal, startWorld, TOKEN_EXPIRED, UNAUTHORIZED, type World } from "../world.ts";

let key: SigningKey;
let provider: IdentityProvider;
let world: World;
beforeAll(async () => {
  key = await newKey("k1");
  provider = new IdentityProvider(key);
  await provider.start();
  world = await startWorld(oktaAt(provider.discoveryUri));
});
afterAll(() => provider.stop());

/** Logs in with a good token, but for these claims and header fields, of whatever type they are. */
async function login(claims: object, header: object = {}) {
  const payload = {
    ...{ iss: provider.url, aud: "api://default", sub: "etl-loader", exp: EXPIRY },
    ...claims,
  };
  const credentials = await new CompactSign(new TextEncoder().encode(jsonText(payload)))
    .setProtectedHeader({ alg: "RS256", kid: key.kid, ...header })
    .sign(key.privateKey);
  return await world.security.login({ scheme: "bearer", credentials });
}

test.each<[string, fc.Arbitrary<unknown>]>([
  ["iss", jsonNot("string")],
  ["sub", jsonNot("string")],
  ["aud", jsonNot("string")],
  ["exp", jsonNot("number")],
  ["iat", jsonNot("number")],
  ["nbf", jsonNot("number")],
  ["cnf", jsonNot()],
])("a token whose %s has another type opens nothing", async (name, values) => {
  await expect(login({})).resolves.toMatchObject({ username: "etl-loader" });
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      const refused = await refusal(login({ [name]: value }));
      expect([UNAUTHORIZED, TOKEN_EXPIRED]).toContainEqual(refused);
    }),
    { numRuns: 60 },
  );
});

test("groups of any type are the groups that they name, or none", async () => {
  await fc.assert(
    fc.asyncProperty(jsonNot("huge"), async (groups) => {
      const subject = await login({ groups });
      expect(await world.whoAmI(subject)).toEqual(["etl-loader", ["PUBLIC"]]);
    }),
    { numRuns: 60 },
  );
});

test("the log says which claim is not a time", async () => {
  world.log.length = 0;
  await refusal(login({ exp: HUGE }));
  expect(world.log).toEqual([expect.stringContaining('(oidc-okta: "exp" claim is not a time)')]);
});
