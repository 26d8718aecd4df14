import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NodeEvent } from "../../../kubernetes/node/node-event.ts";
import { PodManager } from "../../../kubernetes/node/pod-manager.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";
import { pod } from "./objects.ts";

const POD = "/api/v1/namespaces/graph/pods/neo4j-0";

let server: ApiServer;
let directory: string;
let bolt: Server;
let pods: PodManager;
let events: NodeEvent[];

function manager(script: string): PodManager {
  return new PodManager({
    api: server.kubeConfig.makeApiClient(CoreV1Api),
    directory,
    standIn: {
      command: "/bin/sh",
      args: ["-c", script],
      environment: (_, ports) => ({
        PATH: process.env.PATH,
        NOTES: join(directory, "notes"),
        BOLT: String(ports?.bolt ?? 0),
      }),
    },
    backoff: { firstMs: 1, maxMs: 1 },
    maxGraceMs: 2_000,
    onEvent: (event) => events.push(event),
  });
}

function neo4j(change: Partial<NonNullable<V1Pod["spec"]>> = {}, uid = "uid-1"): V1Pod {
  const containers = [{ name: "neo4j", image: "neo4j:5-enterprise" }];
  const object = pod({ containers, ...change });
  object.metadata = { ...object.metadata, uid };
  return object;
}

function deleted(object: V1Pod, deletionGracePeriodSeconds = 30): V1Pod {
  const deletionTimestamp = new Date(0);
  const metadata = { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds };
  return { ...object, metadata };
}

const serve = () => {
  const { port } = bolt.address() as AddressInfo;
  return `echo "want $BOLT" >> "$NOTES"; echo 'SANDBOX_READY {"bolt":${port}}'; exec sleep 60`;
};

/** What the scripts in place of the stand-in wrote down. */
async function notes(): Promise<string[]> {
  return (await readFile(join(directory, "notes"), "utf8")).trim().split("\n");
}

interface StatusPatch {
  metadata: { uid: string };
  status: { conditions: { type: string; status: string }[]; phase: string };
}

const isReady = ({ status }: StatusPatch) => {
  return status.conditions.some(({ type, status }) => type === "Ready" && status === "True");
};

beforeEach(async () => {
  server = await startApiServer();
  directory = await mkdtemp(join(tmpdir(), "pod-manager-test-"));
  bolt = createServer().listen(0, "127.0.0.1");
  await once(bolt, "listening");
  events = [];
});

afterEach(async () => {
  await pods.stop();
  bolt.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

test("a Pod without a node is bound, and not run before", async () => {
  const bindings = server.inbox(`POST ${POD}/binding`);
  pods = manager(serve());
  await pods.changed(neo4j({ nodeName: "" }));
  expect(await bindings.find(() => true)).toMatchObject({
    metadata: { name: "neo4j-0", uid: "uid-1" },
    target: { apiVersion: "v1", kind: "Node", name: "neo4j-okta-sandbox" },
  });
  expect(pods.all).toEqual([]);
});

test("a Pod for another kind of node stays unbound, and says why", async () => {
  pods = manager(serve());
  await pods.changed(neo4j({ nodeName: "", nodeSelector: { disk: "ssd" } }));
  expect(events).toEqual([
    {
      type: "Warning",
      reason: "FailedScheduling",
      namespace: "graph",
      pod: "neo4j-0",
      message: "0/1 nodes are available: 1 node(s) didn't match Pod's node selector (disk=ssd).",
    },
  ]);
  expect(server.requests).toEqual([]);
});

test("a bound Pod is run once, and its status written under its uid", async () => {
  const statuses = server.inbox(`PATCH ${POD}/status`);
  pods = manager(serve());
  await pods.changed(neo4j());
  await pods.changed(neo4j());
  expect(await statuses.find(isReady)).toMatchObject({
    metadata: { uid: "uid-1" },
    status: { phase: "Running" },
  });
  expect(pods.all).toHaveLength(1);
  expect(await notes()).toEqual(["want 0"]);
});

test.each(["Succeeded", "Failed"])("a Pod that has %s is left alone", async (phase) => {
  pods = manager(serve());
  await pods.changed({ ...neo4j(), status: { phase } });
  expect(pods.all).toEqual([]);
});

describe("a Pod that is deleted", () => {
  test("is ended first, and then deleted for good", async () => {
    const statuses = server.inbox(`PATCH ${POD}/status`);
    const deletions = server.inbox(`DELETE ${POD}`);
    pods = manager(serve());
    await pods.changed(neo4j());
    await statuses.find(isReady);
    const [runner] = pods.all;
    await pods.changed(deleted(neo4j()));
    expect(await deletions.find(() => true)).toMatchObject({
      gracePeriodSeconds: 0,
      preconditions: { uid: "uid-1" },
    });
    expect(runner?.ports).toBeUndefined();
    expect(runner?.ready).toBe(false);
    expect(await readdir(join(directory, "pods"))).toEqual([]);
  });

  test.each([
    [30, ["want 0", "bye"]],
    [0, ["want 0"]],
  ])("with a grace period of %i s has written %j at its end", async (seconds, written) => {
    const statuses = server.inbox(`PATCH ${POD}/status`);
    server.inbox(`DELETE ${POD}`);
    const loop = "while :; do sleep 0.01; done";
    pods = manager(
      `trap 'echo bye >> $NOTES; exit 0' TERM; ${serve().replace("exec sleep 60", loop)}`,
    );
    await pods.changed(neo4j());
    await statuses.find(isReady);
    await pods.changed(deleted(neo4j(), seconds));
    expect(await notes()).toEqual(written);
  });

  test("is deleted for good even if it never ran here", async () => {
    const deletions = server.inbox(`DELETE ${POD}`);
    pods = manager(serve());
    await pods.changed(deleted(neo4j()));
    expect(await deletions.find(() => true)).toMatchObject({ gracePeriodSeconds: 0 });
  });

  test("leaves its ports to its successor", async () => {
    const statuses = server.inbox(`PATCH ${POD}/status`);
    server.inbox(`DELETE ${POD}`);
    pods = manager(serve());
    await pods.changed(neo4j());
    await statuses.find(isReady);
    await Promise.all([pods.changed(deleted(neo4j())), pods.changed(neo4j({}, "uid-2"))]);
    await statuses.find((patch: StatusPatch) => isReady(patch) && patch.metadata.uid === "uid-2");
    const { port } = bolt.address() as AddressInfo;
    expect(await notes()).toEqual(["want 0", `want ${port}`]);
  });
});

test("each failure of a container is told, even if it says the same", async () => {
  server.inbox(`PATCH ${POD}/status`);
  const enough = Promise.withResolvers<void>();
  const push = events.push.bind(events);
  events.push = (...added) => {
    const count = push(...added);
    if (count === 3) enough.resolve();
    return count;
  };
  pods = manager("echo bad; exit 1");
  await pods.changed(neo4j());
  await enough.promise;
  expect(events.slice(0, 3).map(({ reason }) => reason)).toEqual(["BackOff", "BackOff", "BackOff"]);
});

test("a status that the API server refuses is told once; one of a Pod that is gone is not", async () => {
  server.on(`PATCH ${POD}/status`, (_, response) => response.writeHead(500).end("{}"));
  pods = manager("exit 1");
  await pods.changed(neo4j());
  await expect
    .poll(() => events.filter(({ reason }) => reason === "BackOff").length)
    .toBeGreaterThan(1);
  const refused = events.filter(({ reason }) => reason === "FailedSync");
  expect(refused).toHaveLength(1);
  expect(refused[0]?.message).toMatch(/^Pod status: HTTP-Code: 500\nMessage: .*\nBody: "\{\}"$/);
  await pods.stop();
  events = [];
  server.on(`PATCH ${POD}/status`, (_, response) => response.writeHead(404).end("{}"));
  pods = manager("exit 1");
  await pods.changed(neo4j());
  await expect.poll(() => events.length).toBeGreaterThan(1);
  expect(new Set(events.map(({ reason }) => reason))).toEqual(new Set(["BackOff"]));
});

test("a folder that cannot be written is told with the container's name", async () => {
  server.inbox(`PATCH ${POD}/status`);
  await writeFile(join(directory, "pods"), "");
  pods = manager(serve());
  await pods.changed(neo4j());
  await expect.poll(() => events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: "Warning", reason: "FailedSync", pod: "neo4j-0" });
  expect(events[0]?.message).toMatch(/^Container neo4j: ENOTDIR: /);
  await rm(join(directory, "pods"));
});

test("init containers are told not to have been run", async () => {
  const statuses = server.inbox(`PATCH ${POD}/status`);
  pods = manager(serve());
  await pods.changed(neo4j({ initContainers: [{ name: "trust", image: "keytool:1" }] }));
  await statuses.find(isReady);
  expect(events).toMatchObject([
    {
      type: "Warning",
      reason: "NotRun",
      message: "Init container trust (keytool:1) is not run; it counts as completed.",
    },
  ]);
});

test("a stopped manager takes on nothing more", async () => {
  pods = manager(serve());
  await pods.stop();
  await pods.changed(neo4j());
  expect(pods.all).toEqual([]);
  expect(existsSync(join(directory, "pods"))).toBe(false);
});
