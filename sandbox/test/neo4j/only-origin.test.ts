import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askingOnly } from "../../neo4j/only-origin.ts";
import { IdentityProvider, newKey } from "./security/identity-provider.ts";
import { oktaAt, refusal, startWorld, UNAUTHORIZED } from "./security/world.ts";

/** A server that only this machine can reach. */
let inside: IdentityProvider;
let okta: IdentityProvider;
beforeEach(async () => {
  const key = await newKey("k1");
  inside = new IdentityProvider(key);
  okta = new IdentityProvider(key);
  await Promise.all([inside.start(), okta.start()]);
});
afterEach(() => Promise.all([inside.stop(), okta.stop()]));

/** What the log says of a login, after settings that name this discovery document. */
async function loginWith(discoveryUri: string): Promise<string> {
  const world = await startWorld(oktaAt(discoveryUri), { fetch: askingOnly(okta.url) });
  const credentials = await okta.sign({ iss: inside.url });
  const login = world.security.login({ scheme: "bearer", credentials });
  expect(await refusal(login)).toEqual(UNAUTHORIZED);
  return world.log.join("\n");
}

test("settings make this machine ask no server but the run's Okta", async () => {
  const log = await loginWith(inside.discoveryUri);
  expect(log).toContain(
    `discovery document at ${inside.discoveryUri} is not to be had: a rehearsal asks no server but its own Okta, ${okta.url}`,
  );
  for (const address of ["https://169.254.169.254/latest", "file://localhost/etc/passwd"]) {
    expect(await loginWith(address)).toContain(`${address} is not to be had: a rehearsal asks no`);
  }
  expect(inside.asked).toEqual([]);
});

test("nor does a document that names keys elsewhere", async () => {
  const body = JSON.stringify({ issuer: inside.url, jwks_uri: `${inside.url}/keys` });
  okta.answers.set("/.well-known/openid-configuration", { status: 200, body });
  expect(await loginWith(okta.discoveryUri)).toContain(`${inside.url}/keys is not to be had`);
  expect(inside.asked).toEqual([]);
});

test("nor does a redirect", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: inside.discoveryUri }).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(askingOnly(url)(`${url}/x`)).rejects.toThrow("fetch failed");
  expect(inside.asked).toEqual([]);
  server.close();
});
