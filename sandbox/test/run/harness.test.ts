import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startHarness } from "../../run/harness.ts";
import { createReporter } from "../../run/reporter.ts";
import { describeTools, prepareTools } from "../../run/tools.ts";
import { writeExecutable } from "../support/executable.ts";

const TOOLS = ["ETCD", "PULUMI", "KUBE_APISERVER", "KUBE_CONTROLLER_MANAGER", "HELM"];

let root: string;
let temporary: string;
let printed: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "harness-test-"));
  temporary = await mkdtemp(join(root, "tmp-"));
  printed = "";
  const script = "#!/bin/sh\nif [ $# -gt 1 ]; then exit 3; fi\necho v1.2.3\n";
  const tool = writeExecutable(join(root, "tool"), script);
  for (const name of TOOLS) vi.stubEnv(`NEO4J_OKTA_${name}`, tool);
  vi.stubEnv("NEO4J_OKTA_NO_DOWNLOAD", "1");
  vi.stubEnv("NEO4J_OKTA_CACHE", join(root, "cache"));
  vi.stubEnv("PULUMI_HOME", join(root, "users-home"));
  vi.stubEnv("PATH", "/usr/bin:/bin");
  vi.stubEnv("TMPDIR", temporary);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const options = (runtime = "nodejs") => ({
  program: { root, name: "p", runtime, main: undefined },
  report: createReporter((text) => {
    printed += text;
  }),
});

test("where nothing official can be had, stand-ins take the plugins' and the chart's place", async () => {
  const tools = await prepareTools(options());
  expect(tools.languageHost).toBeUndefined();
  expect(tools.chartOverride).toBeUndefined();
  expect(tools.chart.origin).toBe("stand-in");
  expect(tools.plugins.map(({ origin }) => origin)).toEqual(["stand-in", "stand-in", "stand-in"]);
  const home = join(root, "pulumi-home");
  await tools.installPlugins(home);
  const installed = await readdir(join(home, "plugins"));
  expect(installed.map((name) => name.replace(/-v.*/, "")).sort()).toEqual([
    "resource-kubernetes",
    "resource-okta",
    "resource-random",
  ]);
});

test("for a cluster of the user's, neither a chart stands in nor is a control plane prepared", async () => {
  await expect(prepareTools({ ...options(), realCluster: true })).rejects.toMatchObject({
    code: "chart-unreachable",
    message: expect.stringMatching(
      /^with --kubeconfig the real chart is installed, and its repository https:\/\/helm\.neo4j\.com\/neo4j is out of reach \(.+\)\. Fix: give a chart with --chart PATH/,
    ),
  });
  const chart = join(import.meta.dirname, "../../neo4j/chart");
  const tools = await prepareTools({ ...options(), realCluster: true, chart });
  expect(Object.keys(tools.toolchain)).toEqual(["pulumi", "helm"]);
});

test("with the official Kubernetes plugin, which has Helm in it, no Helm is prepared", async () => {
  writeExecutable(join(root, "pulumi-resource-kubernetes"), "#!/bin/sh\n");
  vi.stubEnv("PATH", `${root}:${process.env.PATH}`);
  const tools = await prepareTools(options());
  expect(Object.keys(tools.toolchain)).toEqual([
    "etcd",
    "pulumi",
    "kube-apiserver",
    "kube-controller-manager",
  ]);
  expect(describeTools(tools)).not.toMatch(/^helm /m);
  expect(describeTools(tools)).toMatch(/^plugin kubernetes +real +official, on PATH;/m);
});

test("a program in another language than Node.js needs its language host", async () => {
  await expect(prepareTools(options("yaml"))).rejects.toMatchObject({
    code: "language-host-missing",
    message: expect.stringMatching(
      /^the program's runtime is yaml, and there is no pulumi-language-yaml on PATH .* Fix: install Pulumi/,
    ),
  });
  const host = writeExecutable(join(root, "pulumi-language-yaml"), "#!/bin/sh\n");
  vi.stubEnv("PATH", `${root}:/usr/bin:/bin`);
  expect((await prepareTools(options("yaml"))).languageHost).toBe(join(host, ".."));
});

test("a world that does not come up takes everything with it", async () => {
  await expect(startHarness(options())).rejects.toMatchObject({
    code: "process-exited",
    message: "etcd ended before it was ready (exit code 3).",
  });
  const url = /Okta emulator answers on (\S+)/.exec(printed)?.[1] ?? "";
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  expect(await readdir(temporary)).toEqual([]);
  expect(printed).toMatch(/^part +version +in this run +from\n/);
  expect(printed).not.toContain("Kubernetes control plane is ready");
});
