import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import {
  acceptsConnections,
  followReadiness,
  readinessProbe,
} from "../../../kubernetes/node/readiness.ts";
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

test("reads an HTTP probe's port, and passes over a name that no port has", () => {
  const httpGet = (port: number | string) => ({ name: "c", readinessProbe: { httpGet: { port } } });
  expect(readinessProbe(httpGet(7474), 7687).port).toBe(7474);
  expect(readinessProbe(httpGet("web"), 7687).port).toBe(7687);
});

/** The changes told for these outcomes of attempts, each with the number of attempts before it. */
async function changes(failureThreshold: number, ...outcomes: boolean[]) {
  const told: [number, boolean][] = [];
  const end = new AbortController();
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    const outcome = outcomes.shift();
    if (outcome === undefined) end.abort();
    return outcome ?? true;
  };
  await followReadiness({ periodMs: 0, failureThreshold }, attempt, end.signal, (ready) => {
    told.push([attempts, ready]);
  });
  return told;
}

test("a container is ready with the first success", async () => {
  expect(await changes(3, false, false, false, false, true, true)).toEqual([[5, true]]);
});

test("it is unready again after so many failures in a row, and ready with the next success", async () => {
  const [yes, no] = [true, false];
  expect(await changes(2, yes, no, yes, no, no, no, yes)).toEqual([
    [1, true],
    [5, false],
    [7, true],
  ]);
});

test("an outcome after the end is told no more", async () => {
  expect(await changes(1)).toEqual([]);
});

test("no attempt follows the end, and none waits for its turn", async () => {
  const end = new AbortController();
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    setImmediate(() => end.abort());
    return false;
  };
  await followReadiness({ periodMs: 1e6, failureThreshold: 1 }, attempt, end.signal, () => {});
  expect(attempts).toBe(1);
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
