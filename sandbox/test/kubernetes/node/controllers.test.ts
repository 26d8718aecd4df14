import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchControlled } from "../../../kubernetes/node/controllers.ts";
import { Watches } from "../../../kubernetes/node/watch.ts";
import { type ApiServer, type Collection, startApiServer } from "./api-server.ts";

let server: ApiServer;
let directory: string;
let watches: Watches;
let failures: string[];

beforeEach(async () => {
  server = await startApiServer();
  directory = await mkdtemp(join(tmpdir(), "controllers-test-"));
  failures = [];
  watches = new Watches(server.kubeConfig, (message) => failures.push(message));
});

afterEach(async () => {
  await watches.stop();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Starts the watches over these objects. */
async function start(objects: Partial<Record<Collection, object[]>>) {
  const watched = server.collections(objects);
  const api = server.kubeConfig.makeApiClient(CoreV1Api);
  await watchControlled(watches, api, directory);
  return watched;
}

const claim = {
  metadata: { name: "data-neo4j-0", namespace: "graph", uid: "c1" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
};

test("a claim is bound to a volume of the node's", async () => {
  const path = "/api/v1/namespaces/graph/persistentvolumeclaims/data-neo4j-0";
  const specs = server.inbox(`PATCH ${path}`);
  const statuses = server.inbox(`PATCH ${path}/status`);
  await start({ persistentvolumeclaims: [claim] });
  expect(await specs.find(() => true)).toEqual({
    metadata: { uid: "c1" },
    spec: { volumeName: "pvc-c1" },
  });
  expect(await statuses.find(() => true)).toEqual({
    metadata: { uid: "c1" },
    status: { phase: "Bound", accessModes: ["ReadWriteOnce"], capacity: { storage: "10Gi" } },
  });
});

test("the data of a claim goes with it", async () => {
  const path = join(directory, "claims", "c1");
  await mkdir(path, { recursive: true });
  const bound = { ...claim, status: { phase: "Bound" } };
  const watched = await start({ persistentvolumeclaims: [bound] });
  const deleted = { type: "DELETED", object: bound };
  await vi.waitFor(() => {
    expect(watched.get("persistentvolumeclaims")?.write(`${JSON.stringify(deleted)}\n`)).toBe(true);
  });
  await vi.waitFor(() => expect(existsSync(path)).toBe(false));
});

test("a load balancer gets an address, other Services do not", async () => {
  const addresses = server.inbox("PATCH /api/v1/namespaces/graph/services/lb/status");
  const service = (name: string, type: string) => ({
    metadata: { name, namespace: "graph", uid: name },
    spec: { type },
  });
  await start({ services: [service("plain", "ClusterIP"), service("lb", "LoadBalancer")] });
  expect(await addresses.find(() => true)).toEqual({
    metadata: { uid: "lb" },
    status: { loadBalancer: { ingress: [{ ip: "127.0.0.1" }] } },
  });
  expect(server.requests.filter((request) => request.includes("plain"))).toEqual([]);
});

test("a namespace that is being deleted is emptied, others are not", async () => {
  const claims = server.inbox("DELETE /api/v1/namespaces/old/persistentvolumeclaims");
  const pods = server.inbox("DELETE /api/v1/namespaces/old/pods");
  const old = { metadata: { name: "old", deletionTimestamp: new Date(0) } };
  await start({ namespaces: [{ metadata: { name: "graph" } }, old] });
  await Promise.all([pods.find(() => true), claims.find(() => true)]);
  expect(server.requests.filter((request) => request.startsWith("DELETE"))).toHaveLength(2);
  expect(failures).toEqual([]);
});
