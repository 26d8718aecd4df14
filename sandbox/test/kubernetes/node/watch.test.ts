import type { ServerResponse } from "node:http";
import { CoreV1Api as Core, type CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Watches } from "../../../kubernetes/node/watch.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

const PATH = "/api/v1/services";

let server: ApiServer;
let api: CoreV1Api;
let watches: Watches;
let failures: string[];

beforeEach(async () => {
  server = await startApiServer();
  api = server.kubeConfig.makeApiClient(Core);
  failures = [];
  watches = new Watches(server.kubeConfig, (message) => failures.push(message));
});

afterEach(async () => {
  await watches.stop();
  await server.stop();
});

function service(name: string, resourceVersion: string) {
  return { apiVersion: "v1", kind: "Service", metadata: { namespace: "n", name, resourceVersion } };
}

function serveList(...names: string[]): void {
  const items = names.map((name) => service(name, "1"));
  server.on(`GET ${PATH}`, {
    apiVersion: "v1",
    kind: "ServiceList",
    metadata: { resourceVersion: "1" },
    items,
  });
}

/** Opens each watch and answers the streams, one after the other. */
function serveWatches(): () => Promise<ServerResponse> {
  const open: ServerResponse[] = [];
  const waiting: ((response: ServerResponse) => void)[] = [];
  server.on(`WATCH ${PATH}`, (_: unknown, response: ServerResponse) => {
    response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    const next = waiting.shift();
    if (next) next(response);
    else open.push(response);
  });
  return () => {
    const response = open.shift();
    return response ? Promise.resolve(response) : new Promise((resolve) => waiting.push(resolve));
  };
}

/** Names in the order of their notifications, to be awaited one by one. */
function notifications() {
  const seen: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    push: async (name: string) => {
      seen.push(name);
      waiting.shift()?.();
    },
    next: async () => {
      if (seen.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return seen.shift();
    },
  };
}

test("tells what is there, what is added and what is deleted", async () => {
  serveList("a");
  const stream = serveWatches();
  const changed = notifications();
  const deleted = notifications();
  await watches.add(PATH, () => api.listServiceForAllNamespaces(), {
    changed: ({ metadata }) => changed.push(metadata?.name ?? ""),
    deleted: ({ metadata }) => deleted.push(metadata?.name ?? ""),
  });
  expect(await changed.next()).toBe("a");
  const watch = await stream();
  watch.write(`${JSON.stringify({ type: "ADDED", object: service("b", "2") })}\n`);
  expect(await changed.next()).toBe("b");
  watch.write(`${JSON.stringify({ type: "DELETED", object: service("a", "3") })}\n`);
  expect(await deleted.next()).toBe("a");
  expect(failures).toEqual([]);
});

test("a watch that breaks is told and set up again", async () => {
  serveList("a");
  const stream = serveWatches();
  const changed = notifications();
  await watches.add(PATH, () => api.listServiceForAllNamespaces(), {
    changed: ({ metadata }) => changed.push(metadata?.name ?? ""),
  });
  await changed.next();
  (await stream()).destroy();
  (await stream()).write(`${JSON.stringify({ type: "ADDED", object: service("b", "2") })}\n`);
  expect(await changed.next()).toBe("b");
  expect(failures[0]).toMatch(/^watch of \/api\/v1\/services: /);
});

test("a handler that fails is told, and the next notification still comes", async () => {
  serveList("a", "b");
  serveWatches();
  const changed = notifications();
  await watches.add(PATH, () => api.listServiceForAllNamespaces(), {
    changed: async ({ metadata }) => {
      await changed.push(metadata?.name ?? "");
      if (metadata?.name === "a") throw new Error("no");
    },
  });
  expect([await changed.next(), await changed.next()]).toEqual(["a", "b"]);
  expect(failures).toEqual(["/api/v1/services a: no"]);
});

test("nothing is told after the stop", async () => {
  serveList();
  const stream = serveWatches();
  await watches.add(PATH, () => api.listServiceForAllNamespaces(), { changed: async () => {} });
  const watch = await stream();
  await watches.stop();
  watch.destroy();
  await server.stop();
  expect(failures).toEqual([]);
  server = await startApiServer();
});
