import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { acceptsConnections, readinessProbe } from "../../../kubernetes/node/readiness.ts";
import { freePort } from "../../../process/ports.ts";

test("reads a TCP probe, by number or name", () => {
  const ports = [{ name: "bolt", containerPort: 7688 }];
  const probe = {
    tcpSocket: { port: "bolt" },
    periodSeconds: 5,
    timeoutSeconds: 2,
    failureThreshold: 20,
  };
  expect(readinessProbe({ name: "c", ports, readinessProbe: probe }, 1)).toEqual({
    port: 7688,
    periodMs: 5_000,
    timeoutMs: 2_000,
    failureThreshold: 20,
  });
});

test("falls back to Kubernetes' defaults, and to the default port for other kinds", () => {
  const defaults = { port: 7687, periodMs: 10_000, timeoutMs: 1_000, failureThreshold: 3 };
  expect(readinessProbe({ name: "c" }, 7687)).toEqual(defaults);
  const exec = { exec: { command: ["cypher-shell"] } };
  expect(readinessProbe({ name: "c", readinessProbe: exec }, 7687)).toEqual(defaults);
});

test("a port accepts connections while something listens on it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await acceptsConnections(port, 5_000)).toBe(true);
  server.close();
  await once(server, "close");
  expect(await acceptsConnections(await freePort(), 5_000)).toBe(false);
});
