import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { OktaEmulator } from "../../okta/emulator.ts";
import { Caller, serviceApp } from "./support.ts";

const started: OktaEmulator[] = [];
afterEach(async () => {
  for (const okta of started.splice(0)) await okta.stop();
});

async function start(options = {}): Promise<OktaEmulator> {
  const okta = new OktaEmulator(options);
  started.push(okta);
  await okta.start();
  return okta;
}

test("it listens on a free loopback port, and two of them share nothing", async () => {
  const [one, two] = [await start(), await start()];
  expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(one.url).not.toBe(two.url);
  expect(one.accessToken).not.toBe(two.accessToken);
  await new Caller(one).post("/api/v1/apps", serviceApp("only here"));
  expect((await new Caller(two).get("/api/v1/apps")).body).toEqual([]);
  expect((await new Caller(two, `Bearer ${one.accessToken}`).get("/api/v1/apps")).status).toBe(401);
  const kids = [one, two].map(({ org }) => [...org.authorizationServers.values()][0]?.keys[0]?.kid);
  expect(kids[0]).not.toBe(kids[1]);
});

test("nothing is made before the start", () => {
  const okta = new OktaEmulator();
  expect(okta.org.authorizationServers.size).toBe(0);
  expect(okta.routes).toEqual([]);
  expect(() => okta.url).toThrow(
    expect.objectContaining({ code: "not-started", message: "The Okta emulator is not started." }),
  );
});

test("credentials, port and clock can be given", async () => {
  const port = await freePort();
  const okta = await start({ port, accessToken: "known", apiToken: "00known", now: () => 0 });
  expect(okta.url).toBe(`http://127.0.0.1:${port}`);
  const { body } = await new Caller(okta, "Bearer known").get(
    "/api/v1/authorizationServers/default",
  );
  expect(body.created).toBe("1970-01-01T00:00:00.000Z");
  expect((await new Caller(okta, "SSWS 00known").get("/api/v1/users/me")).status).toBe(200);
});

test("starting twice is refused, stopping twice is not", async () => {
  const okta = await start();
  await expect(okta.start()).rejects.toMatchObject({
    code: "already-started",
    message: "The Okta emulator is already started.",
  });
  await okta.stop();
  await okta.stop();
  await expect(fetch(okta.org.url)).rejects.toThrow();
});

test("it can be started again and keeps what it held", async () => {
  const okta = await start();
  const { body } = await new Caller(okta).post("/api/v1/apps", serviceApp("lasting"));
  await okta.stop();
  await okta.start();
  expect((await new Caller(okta).get(`/api/v1/apps/${body.id}`)).body.label).toBe("lasting");
  expect(okta.org.authorizationServers.size).toBe(1);
});

test("a busy port is named, and the emulator can be started once it is free", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const okta = new OktaEmulator({ port });
  started.push(okta);
  await expect(okta.start()).rejects.toMatchObject({
    code: "port-in-use",
    message: `Port ${port} is in use on this machine. Choose another one, or leave the port out to get a free one.`,
  });
  await new Promise((resolve) => other.close(resolve));
  await okta.start();
});

test.each(["0.0.0.0", "::", "192.168.1.10", "example.com", ""])(
  "the host %s is refused",
  (host) => {
    expect(() => new OktaEmulator({ host })).toThrow(
      expect.objectContaining({
        code: "host-not-loopback",
        message: `The Okta emulator listens on loopback unless it is told otherwise: host must be one of 127.0.0.1, ::1, localhost, not "${host}". Fix: choose one of them, or set exposed to let others reach the org.`,
      }),
    );
  },
);

test("an open connection does not hold up the stop", async () => {
  const okta = await start();
  await fetch(`${okta.url}/.well-known/okta-organization`, {
    headers: { connection: "keep-alive" },
  });
  await okta.stop();
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}
