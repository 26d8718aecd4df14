import { afterAll, beforeAll, expect, test } from "vitest";
import { IdentityProvider, newKey } from "./identity-provider.ts";
import { oktaAt, PASSWORD, refusal, startWorld, TOKEN_EXPIRED, UNAUTHORIZED } from "./world.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  await provider.start();
});
afterAll(() => provider.stop());

/** What Neo4j Browser and Bloom send after a sign-in. */
const basic = (principal: string, credentials: string) => ({
  scheme: "basic",
  principal,
  credentials,
});
const start = () => startWorld(oktaAt(provider.discoveryUri));

test("a token as the password logs its bearer in, whatever user name stands beside it", async () => {
  const { security } = await start();
  for (const principal of ["jake@example.com", "neo4j", ""]) {
    const subject = await security.login(basic(principal, await provider.sign({})));
    expect(subject).toMatchObject({
      username: "etl-loader",
      provider: "oidc-okta",
      roles: ["reader"],
    });
  }
});

test("one that is not accepted is refused as any token is, and is no password", async () => {
  const { security, clock, log } = await start();
  const wrong = await provider.sign({ aud: "another" });
  expect(await refusal(security.login(basic("neo4j", wrong)))).toEqual(UNAUTHORIZED);
  expect(log.at(-1)).toContain('oidc-okta: unexpected "aud" claim value');
  const token = await provider.sign({});
  clock.now += 3_700_000;
  expect(await refusal(security.login(basic("neo4j", token)))).toEqual(TOKEN_EXPIRED);
  for (let i = 0; i < 5; i++) await refusal(security.login(basic("neo4j", wrong)));
  expect(await security.login(basic("neo4j", PASSWORD))).toMatchObject({ provider: "native" });
});

test("a password that looks like a token is a password, and so is a token where no provider takes any", async () => {
  const dotted = "some.pass.word";
  const world = await startWorld(oktaAt(provider.discoveryUri), { password: dotted });
  expect(await world.security.login(basic("neo4j", dotted))).toMatchObject({ provider: "native" });
  const token = await provider.sign({});
  const native = await startWorld({}, { password: token });
  expect(await native.security.login(basic("neo4j", token))).toMatchObject({ provider: "native" });
});
