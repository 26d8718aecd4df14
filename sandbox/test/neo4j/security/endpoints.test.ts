import { afterEach, beforeEach, expect, test } from "vitest";
import { IdentityProvider, newKey } from "./identity-provider.ts";
import { oktaAt, startWorld } from "./world.ts";

const DISCOVERY = "/.well-known/openid-configuration";
let idp: IdentityProvider;
beforeEach(async () => {
  idp = new IdentityProvider(await newKey("one"));
  await idp.start();
});
afterEach(() => idp.stop());

/** Has the discovery document name the endpoints. */
function discover(status = 200): void {
  const document = {
    issuer: idp.url,
    jwks_uri: `${idp.url}/keys`,
    authorization_endpoint: `${idp.url}/authorize`,
    token_endpoint: `${idp.url}/token`,
  };
  idp.answers.set(DISCOVERY, { status, body: JSON.stringify(document) });
}

test("the endpoints of a sign-in come from discovery, which is asked once for them and for logins", async () => {
  discover();
  const { security } = await startWorld(oktaAt(idp.discoveryUri));
  const endpoints = { authEndpoint: `${idp.url}/authorize`, tokenEndpoint: `${idp.url}/token` };
  expect(await security.endpoints("okta")).toEqual(endpoints);
  await security.login({ scheme: "bearer", credentials: await idp.sign({}) }).catch(() => {});
  expect(await security.endpoints("okta")).toEqual(endpoints);
  expect(idp.count(DISCOVERY)).toBe(1);
});

test("those of the settings come first", async () => {
  discover();
  const { security } = await startWorld({
    ...oktaAt(idp.discoveryUri),
    "dbms.security.oidc.okta.auth_endpoint": "https://login.example.com/authorize",
  });
  expect(await security.endpoints("okta")).toEqual({
    authEndpoint: "https://login.example.com/authorize",
    tokenEndpoint: `${idp.url}/token`,
  });
});

test("a provider out of reach has none until it is there again, and the log says why", async () => {
  discover(500);
  const { security, log } = await startWorld(oktaAt(idp.discoveryUri));
  expect(await security.endpoints("okta")).toEqual({});
  expect(log.at(-1)).toMatch(/WARN .*oidc-okta: discovery document at .* HTTP status 500/);
  discover();
  expect(await security.endpoints("okta")).toHaveProperty("authEndpoint");
  expect(await security.endpoints("nobody")).toEqual({});
});
