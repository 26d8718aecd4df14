import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Helm, helmExecutable } from "../../../../plugins/kubernetes/release/helm.ts";
import { writeExecutable } from "../../../support/executable.ts";

let directory: string;
let cancelled: AbortController;
let helm: Helm | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-okta-command-"));
  cancelled = new AbortController();
  vi.stubEnv("TMPDIR", directory);
});
afterEach(async () => {
  await helm?.stop();
  helm = undefined;
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

/** Helm by a shell script; `$K` is the path of the kubeconfig. */
async function prepared(script: string, stopTimeout?: number): Promise<Helm> {
  const text = `#!/bin/sh\nfor K; do :; done\n${script}\n`;
  const path = writeExecutable(join(directory, "helm"), text);
  helm = await helmExecutable(path, stopTimeout)("kubeconfig-text", cancelled.signal);
  return helm;
}

async function privateFolders(): Promise<string[]> {
  return (await readdir(directory)).filter((name) => name.startsWith("neo4j-okta-helm-"));
}

test("arguments, input and kubeconfig reach Helm; its output comes back", async () => {
  const run = (await prepared('cat; echo "|$1|$2|$3"; cat "$K"')).run(["status", "a b"], {
    input: "values",
  });
  expect(await run).toBe("values|status|a b|--kubeconfig\nkubeconfig-text");
});

test("only the owner can read the kubeconfig, and it goes away", async () => {
  const { stop } = await prepared("true");
  const [folder = ""] = await privateFolders();
  expect((await stat(join(directory, folder))).mode & 0o777).toBe(0o700);
  expect((await stat(join(directory, folder, "kubeconfig"))).mode & 0o777).toBe(0o600);
  await stop.call(helm);
  expect(await privateFolders()).toEqual([]);
});

test("variables that would send Helm elsewhere are taken away, others stay", async () => {
  for (const name of [
    "KUBECONFIG",
    "HELM_KUBECONTEXT",
    "HELM_KUBETOKEN",
    "HELM_NAMESPACE",
    "HELM_DRIVER",
  ]) {
    vi.stubEnv(name, "elsewhere");
  }
  vi.stubEnv("HELM_REGISTRY_CONFIG", "kept");
  const output = await (await prepared("env")).run(["x"]);
  expect(output).not.toContain("elsewhere");
  expect(output).toContain("HELM_REGISTRY_CONFIG=kept");
});

test("an error is Helm's own sentence, without its log lines", async () => {
  const script =
    'echo "level=WARN msg=noise" >&2; echo "Error: no chart: Error: inner" >&2; echo "line two" >&2; exit 1';
  await expect((await prepared(script)).run(["upgrade"])).rejects.toThrow(
    /^helm upgrade: no chart: Error: inner\nline two$/,
  );
});

test("an error without that word is shown whole", async () => {
  await expect((await prepared("echo killed >&2; exit 137")).run(["upgrade"])).rejects.toThrow(
    "helm upgrade: killed",
  );
});

test("an executable that is not there is a clear failure", async () => {
  helm = await helmExecutable("/no/such/helm")("k", cancelled.signal);
  await expect(helm.run(["show"], { input: "x" })).rejects.toThrow(
    "helm show: could not be run: spawn /no/such/helm ENOENT",
  );
});

test("a Helm that ends before it has read its values is no crash", async () => {
  const input = "x".repeat(1_000_000);
  expect(await (await prepared("true")).run(["upgrade"], { input })).toBe("");
});

/** A script that says when it runs, and what it was told. */
const WAITING = (onTerm: string): string =>
  `trap '${onTerm}' TERM; echo up > "$(dirname "$0")/up"; while :; do sleep 0.05; done`;

async function isUp(): Promise<void> {
  await vi.waitFor(() => readFile(join(directory, "up")), { timeout: 10_000 });
}

test("when the engine cancels, Helm is asked to end and no further command runs", async () => {
  const { run } = await prepared(WAITING('echo "Error: release cancelled" >&2; exit 1'));
  const running = run.call(helm, ["upgrade"]);
  await isUp();
  cancelled.abort();
  await expect(running).rejects.toThrow(/^helm upgrade: cancelled$/);
  await expect(run.call(helm, ["upgrade"])).rejects.toThrow(/^helm upgrade: cancelled$/);
});

test("after a cancel, what is left can still be looked up", async () => {
  const { run } = await prepared("echo found");
  cancelled.abort();
  expect(await run.call(helm, ["status"], { evenIfCancelled: true })).toBe("found\n");
});

test("stopping ends a Helm that does not want to, and runs nothing more", async () => {
  const { run, stop } = await prepared(WAITING(""), 100);
  const running = run.call(helm, ["upgrade"]);
  const outcome = running.catch((error: unknown) => String(error));
  await isUp();
  await stop.call(helm);
  expect(await outcome).toMatch(/helm upgrade/);
  await expect(run.call(helm, ["status"], { evenIfCancelled: true })).rejects.toThrow(
    "helm status: cancelled",
  );
});

test("stopping does not wait for a Helm that ends when it is asked to", async () => {
  const { run, stop } = await prepared(WAITING("exit 0"), 60_000);
  const running = run.call(helm, ["upgrade"]).catch(String);
  await isUp();
  await stop.call(helm);
  expect(await running).toBe("");
});
