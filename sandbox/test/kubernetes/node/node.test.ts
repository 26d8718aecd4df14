import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SandboxNode, type SandboxNodeOptions } from "../../../kubernetes/node/node.ts";
import type { NodeEvent } from "../../../kubernetes/node/node-event.ts";
import { type ApiServer, COLLECTIONS, startApiServer } from "./api-server.ts";
import { pod } from "./objects.ts";

const SERVICE = {
  metadata: { name: "neo4j", namespace: "graph" },
  spec: { selector: { app: "neo4j" }, ports: [{ name: "tcp-bolt", port: 7687 }] },
};

let temporary: string;
let server: ApiServer;
let node: SandboxNode;
let events: NodeEvent[];
let watched: ReturnType<ApiServer["collections"]>;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "node-test-"));
  vi.stubEnv("TMPDIR", temporary);
  server = await startApiServer();
  events = [];
  server.on("POST /api/v1/nodes", {});
  server.on("PATCH /api/v1/nodes/neo4j-okta-sandbox", {});
  server.on("PATCH /api/v1/nodes/neo4j-okta-sandbox/status", {});
  watched = server.collections();
});

afterEach(async () => {
  await node.stop();
  await server.stop();
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true });
});

function start(script: string, options: Partial<SandboxNodeOptions> = {}): Promise<void> {
  node = new SandboxNode({
    kubeconfig: server.kubeConfig.exportConfig(),
    standIn: { command: "/bin/sh", args: ["-c", script], environment: () => ({}) },
    onEvent: (event) => events.push(event),
    ...options,
  });
  return node.start();
}

/** Serves a list with the Pod of Neo4j in it. */
function servePod(): void {
  const containers = [{ name: "neo4j", image: "neo4j:5-enterprise" }];
  watched = server.collections({ pods: [pod({ containers })] });
}

test("registers itself first, and then follows what it stands in for", async () => {
  await start("");
  expect(server.requests.slice(0, 3)).toEqual([
    "POST /api/v1/nodes",
    "PATCH /api/v1/nodes/neo4j-okta-sandbox",
    "PATCH /api/v1/nodes/neo4j-okta-sandbox/status",
  ]);
  const lists = server.requests.slice(3).filter((request) => request.startsWith("GET"));
  expect(lists.sort()).toEqual(
    Object.keys(COLLECTIONS)
      .map((name) => `GET ${name === "jobs" ? "/apis/batch/v1" : "/api/v1"}/${name}`)
      .sort(),
  );
  await expect(node.start()).rejects.toThrow("The node was started before.");
});

test("runs the Pods that are there, and leads to their Services", async () => {
  servePod();
  server.on("GET /api/v1/namespaces/graph/services/neo4j", SERVICE);
  const statuses = server.inbox("PATCH /api/v1/namespaces/graph/pods/neo4j-0/status");
  const { port } = new URL(server.kubeConfig.getCurrentCluster()?.server ?? "");
  await start(`echo 'SANDBOX_READY {"bolt":${port}}'; exec sleep 60`);
  await statuses.find(({ status }: { status: { conditions: { status: string }[] } }) =>
    status.conditions.every(({ status }) => status === "True"),
  );
  expect(await node.endpoint("graph", "neo4j", "tcp-bolt")).toEqual({
    host: "127.0.0.1",
    port: Number(port),
  });
  await expect(node.endpoint("graph", "other", 1)).rejects.toMatchObject({
    code: "service-not-found",
    message: "There is no Service graph/other.",
  });
});

test("an ended Pod is forgotten", async () => {
  servePod();
  server.on("GET /api/v1/namespaces/graph/services/neo4j", SERVICE);
  const statuses = server.inbox("PATCH /api/v1/namespaces/graph/pods/neo4j-0/status");
  await start("exec sleep 60");
  await statuses.find(() => true);
  const refusal = () => node.endpoint("graph", "neo4j", 7687).catch(({ message }) => message);
  expect(await refusal()).toContain("(1 not ready)");
  watched.get("pods")?.write(`${JSON.stringify({ type: "DELETED", object: pod() })}\n`);
  await expect.poll(refusal).toContain("(it selects none)");
});

test("what it tells is also an event of the Pod in the API", async () => {
  servePod();
  server.inbox("PATCH /api/v1/namespaces/graph/pods/neo4j-0/status");
  const recorded = server.inbox("POST /api/v1/namespaces/graph/events");
  await start("echo no such setting; exit 1", { backoff: { firstMs: 1e6, maxMs: 1e6 } });
  const event = await recorded.find(() => true);
  const message =
    "Back-off restarting failed container neo4j in pod neo4j-0_graph: it ended with exit code 1. " +
    "Its last lines:\nno such setting";
  expect(event).toMatchObject({ type: "Warning", reason: "BackOff", message });
  expect(events).toEqual([
    { type: "Warning", reason: "BackOff", namespace: "graph", pod: "neo4j-0", message },
  ]);
});

test("a watch that breaks is told of the node, not of a Pod", async () => {
  await start("");
  watched.get("services")?.destroy();
  await expect.poll(() => events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    type: "Warning",
    reason: "FailedSync",
    namespace: "",
    pod: "",
  });
  expect(events[0]?.message).toMatch(/^watch of \/api\/v1\/services: /);
  expect(server.requests.filter((request) => request.includes("events"))).toEqual([]);
});

test("its folder is its own, and gone with its stop", async () => {
  await start("");
  expect(await readdir(temporary)).toEqual([expect.stringMatching(/^neo4j-okta-node-/)]);
  await node.stop();
  expect(await readdir(temporary)).toEqual([]);
});

test("a start that fails leaves nothing behind", async () => {
  server.on("POST /api/v1/nodes", (_, response) => response.writeHead(403).end("{}"));
  await expect(start("")).rejects.toMatchObject({ code: 403 });
  expect(await readdir(temporary)).toEqual([]);
  expect(server.requests).toEqual(["POST /api/v1/nodes"]);
});
