import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { stringify } from "yaml";
import { ControlPlane } from "../../kubernetes/control-plane/control-plane.ts";
import { SandboxNode } from "../../kubernetes/node/node.ts";
import type { NodeEvent } from "../../kubernetes/node/node-event.ts";
import { locateToolchain, type Toolchain } from "../../toolchain/index.ts";

const CHART = resolve(import.meta.dirname, "../../neo4j/chart");
const WAIT = { timeout: 30_000, interval: 50 };

let toolchain: Toolchain;
let plane: ControlPlane;
let directory: string;
let api: CoreV1Api;

beforeAll(async () => {
  toolchain = await locateToolchain();
  directory = await mkdtemp(join(tmpdir(), "kubernetes-test-"));
  plane = new ControlPlane({
    binaries: toolchain,
  });
  await plane.start();
  await writeFile(join(directory, "kubeconfig"), plane.kubeconfig, { mode: 0o600 });
  api = kubeConfig().makeApiClient(CoreV1Api);
});

afterAll(async () => {
  await plane?.stop();
  await rm(directory, { recursive: true, force: true });
});

function kubeConfig(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(plane.kubeconfig);
  return config;
}

async function helm(...args: string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: join(directory, "kubeconfig") };
  const { stdout } = await promisify(execFile)(toolchain.helm.path, args, { env });
  return stdout;
}

async function install(namespace: string, values: object, timeout = "60s"): Promise<string> {
  const file = join(directory, "values.yaml");
  await writeFile(file, stringify(values));
  const flags = ["--create-namespace", "--values", file, "--wait", "--timeout", timeout];
  return await helm("upgrade", "--install", "db", CHART, "--namespace", namespace, ...flags);
}

function values(config: Record<string, string> = {}): object {
  return {
    neo4j: { name: "graph", edition: "enterprise", acceptLicenseAgreement: "eval" },
    volumes: { data: { mode: "defaultStorageClass" } },
    logInitialPassword: false,
    config,
  };
}

async function answers(address: { host: string; port: number }): Promise<boolean> {
  const socket = connect(address);
  await once(socket, "connect");
  socket.destroy();
  return true;
}

async function gone(read: () => Promise<unknown>): Promise<void> {
  const check = async () => {
    await expect(read()).rejects.toBeInstanceOf(ApiException);
  };
  await vi.waitFor(check, WAIT);
}

test("only a caller with the token gets an answer, over verified TLS", async () => {
  const server = kubeConfig().getCurrentCluster()?.server ?? "";
  await expect(fetch(`${server}/version`)).rejects.toThrow();
  const stranger = kubeConfig();
  stranger.users = [{ name: "x", token: "guess" }];
  stranger.contexts = stranger.contexts.map((context) => ({ ...context, user: "x" }));
  await expect(stranger.makeApiClient(CoreV1Api).listNamespace()).rejects.toMatchObject({
    code: 401,
  });
});

describe("on the sandbox's own cluster", () => {
  const events: NodeEvent[] = [];
  let node: SandboxNode;

  beforeAll(async () => {
    node = new SandboxNode({
      kubeconfig: plane.kubeconfig,
      backoff: { firstMs: 50, maxMs: 200 },
      onEvent: (event) => events.push(event),
    });
    await node.start();
  });

  afterAll(() => node.stop());

  test("a release comes up, and is reached through its Services", async () => {
    await install("own", values());
    expect(await answers(await node.endpoint("own", "db", "tcp-bolt"))).toBe(true);
    expect(await answers(await node.endpoint("own", "graph-lb-neo4j", 7474))).toBe(true);
    const pod = await api.readNamespacedPod({ name: "db-0", namespace: "own" });
    expect(pod.spec?.nodeName).toBe("neo4j-okta-sandbox");
    expect(pod.status).toMatchObject({ phase: "Running", podIP: "127.0.0.1" });
    const { items } = await api.listNamespacedPersistentVolumeClaim({ namespace: "own" });
    expect(items.map(({ status }) => status?.phase)).toEqual(["Bound"]);
  });

  test("a changed setting restarts the Pod, which serves on the same ports", async () => {
    const before = await node.endpoint("own", "db", "tcp-bolt");
    const first = await api.readNamespacedPod({ name: "db-0", namespace: "own" });
    await install("own", values({ "dbms.security.auth_cache_ttl": "5m" }));
    const second = await api.readNamespacedPod({ name: "db-0", namespace: "own" });
    expect(second.metadata?.uid).not.toBe(first.metadata?.uid);
    expect(await node.endpoint("own", "db", "tcp-bolt")).toEqual(before);
    expect(await answers(before)).toBe(true);
  });

  test("a setting that Neo4j refuses shows why the wait will not succeed", async () => {
    events.length = 0;
    const bad = values({ "dbms.security.auth_cache_ttl": "soon" });
    await expect(install("own", bad, "5s")).rejects.toMatchObject({
      stderr: expect.stringContaining("not ready"),
    });
    const event = events.find(({ reason }) => reason === "BackOff");
    expect(event).toMatchObject({ type: "Warning", namespace: "own", pod: "db-0" });
    expect(event?.message).toContain("dbms.security.auth_cache_ttl");
    const pod = await api.readNamespacedPod({ name: "db-0", namespace: "own" });
    const [status] = pod.status?.containerStatuses ?? [];
    expect(status?.lastState?.terminated?.message).toContain("dbms.security.auth_cache_ttl");
    expect(status?.ready).toBe(false);
    const { items } = await api.listNamespacedEvent({ namespace: "own" });
    expect(items.some(({ reason }) => reason === "BackOff")).toBe(true);
    await expect(node.endpoint("own", "db", "tcp-bolt")).rejects.toMatchObject({
      code: "service-not-ready",
    });
    await install("own", values());
    expect(await answers(await node.endpoint("own", "db", "tcp-bolt"))).toBe(true);
  });

  test("an image without a stand-in is refused in its status", async () => {
    const image = "registry.example.com/other:1";
    const body = { metadata: { name: "other" }, spec: { containers: [{ name: "c", image }] } };
    await api.createNamespacedPod({ namespace: "own", body });
    await vi.waitFor(async () => {
      const pod = await api.readNamespacedPod({ name: "other", namespace: "own" });
      const waiting = pod.status?.containerStatuses?.[0]?.state?.waiting;
      expect(waiting?.reason).toBe("ErrImagePull");
      expect(waiting?.message).toContain(`has none for '${image}'`);
    }, WAIT);
    await api.deleteNamespacedPod({ name: "other", namespace: "own" });
    await gone(() => api.readNamespacedPod({ name: "other", namespace: "own" }));
  });

  test("uninstalling leaves the claim, deleting the namespace nothing", async () => {
    const address = await node.endpoint("own", "db", "tcp-bolt");
    await helm("uninstall", "db", "--namespace", "own", "--wait");
    await gone(() => api.readNamespacedPod({ name: "db-0", namespace: "own" }));
    await expect(answers(address)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    const { items } = await api.listNamespacedPersistentVolumeClaim({ namespace: "own" });
    expect(items).toHaveLength(1);
    await api.deleteNamespace({ name: "own" });
    await gone(() => api.readNamespace({ name: "own" }));
  });
});

test("nothing is left of a stopped control plane", async () => {
  // Its own folder for what is temporary, so that no other control plane of this machine is counted.
  vi.stubEnv("TMPDIR", await mkdtemp(join(directory, "temporary-")));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const folders = () => readdir(tmpdir());
  const second = new ControlPlane({
    binaries: toolchain,
  });
  await second.start();
  const server = new URL(/"server":"([^"]+)"/.exec(second.kubeconfig)?.[1] ?? "");
  expect(await folders()).toHaveLength(1);
  await second.stop();
  expect(await folders()).toEqual([]);
  const address = { host: server.hostname, port: Number(server.port) };
  await expect(answers(address)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
