import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeExecutable } from "../support/executable.ts";
import { type FakeMachine, fakeMachine, installGo } from "./support/fakes.ts";

const CLI = join(import.meta.dirname, "../../toolchain/cli.ts");
let machine: FakeMachine;
beforeEach(async () => {
  machine = await fakeMachine();
});
afterEach(() => machine.remove());

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [CLI, ...args], {
    env: {
      ...machine.env,
      NEO4J_OKTA_CACHE: machine.cache,
      NEO4J_OKTA_NO_DOWNLOAD: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = start(args, env);
  const [[status], out, err] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status, out, err };
}

test("no Go and no network: exit 1, all five tools named, nothing written", async () => {
  const { status, out, err } = await run([]);
  expect(status).toBe(1);
  expect(out).toBe("");
  for (const tool of ["etcd", "pulumi", "kube-apiserver", "kube-controller-manager", "helm"]) {
    expect(err).toMatch(new RegExp(`^${tool} \\d+\\.\\d+\\.\\d+ cannot be had\\.`, "m"));
  }
  expect(err).toMatch(/\(toolchain-unavailable\)\n$/);
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test("everything there: exit 0, and the table says that nothing needs to be done", async () => {
  const tool = writeExecutable(join(machine.root, "tool"), '#!/bin/sh\necho "v4.0.0"\n');
  const names = ["ETCD", "PULUMI", "KUBE_APISERVER", "KUBE_CONTROLLER_MANAGER", "HELM"];
  const env = Object.fromEntries(names.map((name) => [`NEO4J_OKTA_${name}`, tool]));
  const { status, out, err } = await run([], env);
  expect(err).toBe("");
  expect(status).toBe(0);
  expect(out).toMatch(/^helm +4\.0\.0 +environment\n {4}named by NEO4J_OKTA_HELM\n {4}.*\/tool$/m);
  expect(out).toMatch(/\nReady: nothing needs to be downloaded or built\.\n$/);
});

test("--doctor says the same as a table, exit 1", async () => {
  const { status, out } = await run(["--doctor"]);
  expect(status).toBe(1);
  expect(out).toMatch(/^part +version +from\nnode +24\./);
  expect(out).toMatch(/\nNot ready: /);
});

test("--cache-key prints two lines for a CI's outputs, looks at no tool, and writes nothing", async () => {
  const broken = { NEO4J_OKTA_HELM: "/nowhere/helm" };
  const { status, out, err } = await run(["--cache-key"], broken);
  expect(err).toBe("");
  const key = `neo4j-okta-toolchain-${process.platform}-${process.arch}-[0-9a-f]{20}`;
  const path = join(machine.cache, "tools");
  expect(out).toMatch(new RegExp(`^path=${path}\\nkey=${key}\\n$`));
  expect(status).toBe(0);
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test("--digests needs the servers, and says so in one sentence, exit 1", async () => {
  const { status, out, err } = await run(["--digests"]);
  expect(status).toBe(1);
  expect(out).toBe("");
  expect(err).toMatch(/^https:\/\/\S+ has no digest to be had: .* \(toolchain-digests\)\n$/);
});

test("an override that cannot be used is one sentence, exit 1", async () => {
  const { status, err } = await run(["--doctor"], { NEO4J_OKTA_HELM: "/nowhere/helm" });
  expect(status).toBe(1);
  expect(err).toMatch(
    /^NEO4J_OKTA_HELM is "\/nowhere\/helm", which is not an executable file\. .* \(toolchain-override\)\n$/,
  );
});

test("an unknown option is a usage error, --help is not", async () => {
  expect(await run(["--bogus"])).toMatchObject({
    status: 2,
    err: "error: unknown option '--bogus'\n",
  });
  const help = await run(["--help"]);
  expect(help.status).toBe(0);
  expect(help.out).toMatch(/^Usage: npm run toolchain -- \[options\]/);
});

test("Ctrl-C during a build: exit 130, and nothing of it stays", async () => {
  await installGo(machine);
  const child = start([], { FAKE_GO_GATE: machine.gate });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    const before = said;
    said += chunk;
    // Once: two programs are built, and a second signal would find no handler any more.
    const building = "building from source";
    if (said.includes(building) && !before.includes(building)) child.kill("SIGINT");
  });
  const [status] = await once(child, "close");
  expect(status).toBe(130);
  expect(said).toMatch(/Interrupted: what was not finished has been removed\.\n$/);
  expect(await readdir(join(machine.cache, "tools"))).toEqual([]);
});
