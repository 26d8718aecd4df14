import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const SANDBOX = resolve(import.meta.dirname, "../..");
const PROJECT = resolve(SANDBOX, "..");

let directory: string;
let kubeconfig: string;
let cluster: ChildProcess;
let api: CoreV1Api;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "users-cluster-"));
  kubeconfig = join(directory, "kubeconfig");
  cluster = spawn(process.execPath, [resolve(SANDBOX, "test/support/cluster.ts"), kubeconfig], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(cluster.stdout as NodeJS.ReadableStream, "data");
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  api = config.makeApiClient(CoreV1Api);
});

afterAll(async () => {
  cluster.kill("SIGTERM");
  await once(cluster, "close");
  await rm(directory, { recursive: true });
});

/** When a run gets a signal: once that was printed, or once the cluster has that namespace. */
type Signal = { name: NodeJS.Signals } & ({ at: string } | { once: string });

/** The product's stack in that cluster. */
async function sandbox(args: string[], signal?: Signal) {
  const all = [
    ...["--kubeconfig", kubeconfig, "--okta-host", "127.0.0.1"],
    ...["--chart", join(SANDBOX, "neo4j/chart"), "--chart-setting", "neo4j-okta:neo4j.chart.path"],
    ...["--ca-setting", "neo4j-okta:neo4j.trustedCertificates"],
    ...["--verify", join(PROJECT, "verify/rehearsal/cli.ts"), ...args],
  ];
  const child = spawn(process.execPath, [join(SANDBOX, "cli.ts"), ...all], {
    cwd: PROJECT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let sent = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (signal === undefined || !("at" in signal) || sent || !stdout.includes(signal.at)) return;
    sent = true;
    child.kill(signal.name);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const closed = once(child, "close");
  if (signal !== undefined && "once" in signal) {
    await vi.waitFor(async () => expect(await namespaces()).toContain(signal.once), {
      timeout: 120_000,
      interval: 100,
    });
    child.kill(signal.name);
  }
  const [code] = await closed;
  return { code: code as number | null, stdout, stderr };
}

async function namespaces(): Promise<string[]> {
  const { items } = await api.listNamespace();
  return items.map(({ metadata }) => metadata?.name ?? "").sort();
}

test("a stack is proven in a cluster of the user's, which is left as it was", async () => {
  const before = await namespaces();
  const { code, stdout, stderr } = await sandbox(["--once"]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(
    /in cluster https:\/\/127\.0\.0\.1:\d+ \(context .+\); only Okta is emulated/,
  );
  expect(stdout).not.toContain("Kubernetes control plane is ready");
  expect(stdout).toMatch(/^neo4j-service-account +.* +admin +proven$/m);
  expect(stdout).toMatch(/Proven: stack dev does what it declares\. Stopped, nothing is left\.$/m);
  expect(code).toBe(0);
  expect(await namespaces()).toEqual(before);
});

test("what a killed run left is destroyed by the next one, which is proven then", async () => {
  const before = await namespaces();
  const killed = await sandbox([], { name: "SIGKILL", at: "The sandbox is up." });
  expect(killed.code).toBeNull();
  expect(await namespaces()).not.toEqual(before);
  const { code, stdout, stderr } = await sandbox(["--once"]);
  expect(stderr).toBe("");
  expect(stdout).toContain("pulumi destroy of an earlier run, which was killed");
  expect(stdout).toContain("nothing is left of it");
  expect(code).toBe(0);
  expect(await namespaces()).toEqual(before);
});

test("Ctrl-C in the middle of up destroys what was made", async () => {
  const before = await namespaces();
  const interrupted = await sandbox([], { name: "SIGINT", once: "neo4j" });
  expect(interrupted.stdout).toContain("pulumi destroy of what this run has made");
  expect(interrupted.stdout).toMatch(/Stopped, nothing is left\.$/m);
  expect(interrupted.code).toBe(130);
  expect(await namespaces()).toEqual(before);
});

test("a namespace that is there already and not of an earlier run is not touched", async () => {
  await api.createNamespace({ body: { metadata: { name: "neo4j", labels: { owner: "me" } } } });
  const { code, stdout, stderr } = await sandbox(["--once"]);
  expect(stderr).toMatch(/in the cluster already.*: namespace neo4j\. Fix: .*\(cluster-occupied\)/);
  expect(stdout).not.toMatch(/\d created/);
  expect(code).toBe(1);
  const { metadata, status } = await api.readNamespace({ name: "neo4j" });
  expect([metadata?.labels?.owner, status?.phase]).toEqual(["me", "Active"]);
});
