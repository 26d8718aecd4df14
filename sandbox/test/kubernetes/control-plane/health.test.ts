import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type HealthEndpoint, isHealthy } from "../../../kubernetes/control-plane/health.ts";
import { loopbackCertificate } from "../../support/certificate.ts";

let directory: string;
let server: Server;
let endpoint: HealthEndpoint;
let status: number;
let authorizations: (string | undefined)[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "health-test-"));
  status = 200;
  authorizations = [];
  const certificate = loopbackCertificate();
  server = createServer(certificate, ({ headers }, response) => {
    authorizations.push(headers.authorization);
    response.writeHead(status).end("some text");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const certificateFile = join(directory, "server.crt");
  await writeFile(certificateFile, certificate.cert);
  const { port } = server.address() as AddressInfo;
  endpoint = { url: `https://127.0.0.1:${port}/readyz`, certificateFile };
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

const ask = (change: Partial<HealthEndpoint> = {}, signal = new AbortController().signal) =>
  isHealthy({ ...endpoint, ...change }, signal);

test("only the status 200 is healthy", async () => {
  expect(await ask()).toBe(true);
  status = 201;
  expect(await ask()).toBe(false);
  status = 500;
  expect(await ask()).toBe(false);
});

test("the token goes along if there is one", async () => {
  await ask();
  await ask({ token: "t0ken" });
  expect(authorizations).toEqual([undefined, "Bearer t0ken"]);
});

test("a server under another certificate is not asked", async () => {
  await writeFile(endpoint.certificateFile, loopbackCertificate().cert);
  await expect(ask()).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(authorizations).toEqual([]);
});

test("while the certificate is not there yet, there is no answer", async () => {
  await expect(ask({ certificateFile: join(directory, "none") })).rejects.toThrow("ENOENT");
});

test("an answer that breaks off is none", async () => {
  server.removeAllListeners("request");
  server.on("request", (_, response) => {
    response.writeHead(200, { "content-length": 100 }).write("half", () => response.destroy());
  });
  await expect(ask()).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("the signal ends the wait", async () => {
  await expect(ask({}, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
});
