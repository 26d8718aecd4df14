import { get } from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { OktaEmulator } from "../../okta/emulator.ts";
import { findServer } from "../../okta/org.ts";
import { loopbackCertificate } from "../support/certificate.ts";
import { Caller, serviceApp } from "./support.ts";

const started: OktaEmulator[] = [];
afterEach(async () => {
  for (const okta of started.splice(0)) await okta.stop();
});

const identity = loopbackCertificate();

async function start(address = "127.0.0.1"): Promise<OktaEmulator> {
  const okta = new OktaEmulator({ outside: { host: "127.0.0.1", address, ...identity } });
  started.push(okta);
  await okta.start();
  return okta;
}

function fetchOutside(url: string, authorization = ""): Promise<{ status?: number; body: string }> {
  return new Promise((settle, reject) => {
    get(url, { ca: identity.cert, headers: { authorization }, agent: false }, async (answer) => {
      settle({ status: answer.statusCode ?? 0, body: await text(answer) });
    }).on("error", reject);
  });
}

test("one org answers by http on loopback and by https outside, under one issuer", async () => {
  const okta = await start();
  expect(okta.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(okta.org.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const path = "/oauth2/default/.well-known/openid-configuration";
  const outside = JSON.parse((await fetchOutside(okta.org.url + path)).body);
  expect(outside.issuer).toBe(`${okta.org.url}/oauth2/default`);
  expect(outside.token_endpoint).toBe(`${okta.org.url}/oauth2/default/v1/token`);
  expect(await (await fetch(okta.url + path)).json()).toEqual(outside);
  await new Caller(okta).post("/api/v1/apps", serviceApp("made on loopback"));
  const apps = await fetchOutside(`${okta.org.url}/api/v1/apps`, `Bearer ${okta.accessToken}`);
  expect(JSON.parse(apps.body)).toMatchObject([{ label: "made on loopback" }]);
  expect(findServer(okta.org, "default")).toBeDefined();
});

test("its management asks for the token outside as well", async () => {
  const okta = await start();
  expect((await fetchOutside(`${okta.org.url}/api/v1/apps`)).status).toBe(401);
});

test("it listens on no other address, and stops with connections open", async () => {
  const okta = await start();
  const { port } = new URL(okta.org.url);
  const elsewhere = connect(Number(port), "127.0.0.2");
  await expect(
    new Promise((settle, reject) => elsewhere.on("connect", settle).on("error", reject)),
  ).rejects.toMatchObject({ code: "ECONNREFUSED" });
  const open = connect(Number(port), "127.0.0.1");
  await new Promise((settle) => open.once("connect", settle));
  const closed = new Promise((settle) => open.once("close", settle).on("error", () => {}));
  await okta.stop();
  await closed;
  await expect(fetchOutside(okta.org.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("an address that is not this machine's leaves nothing open", async () => {
  await expect(start("192.0.2.1")).rejects.toMatchObject({ code: "host-unavailable" });
  expect(() => started[0]?.url).toThrow(expect.objectContaining({ code: "not-started" }));
});
