import { statSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ToolName, ToolSpec } from "../../toolchain/catalogue.ts";
import { locateToolchain } from "../../toolchain/index.ts";
import type { ToolchainProgress } from "../../toolchain/progress.ts";
import { FAST, type FakeMachine, fakeCatalogue, fakeMachine, installGo } from "./support/fakes.ts";

let machine: FakeMachine;

beforeEach(async () => {
  machine = await fakeMachine();
  await mkdir(join(machine.root, "engine"));
  await installGo(machine);
});

afterEach(() => machine.remove());

/** `etcd` and `helm` of one program, `pulumi` of another one. */
function catalogue(): ToolSpec[] {
  const [etcd] = fakeCatalogue(machine.root)();
  if (etcd === undefined) throw new Error("the fake catalogue is empty");
  const tool = (name: ToolName, build: Partial<ToolSpec["build"]> = {}): ToolSpec => ({
    ...etcd,
    name,
    variable: `NEO4J_OKTA_${name.toUpperCase()}`,
    build: { ...etcd.build, ...build },
  });
  return [
    etcd,
    tool("pulumi", { directory: join(machine.root, "engine"), packages: 30 }),
    tool("helm"),
  ];
}

function locate(env: NodeJS.ProcessEnv = {}, progress: ToolchainProgress[] = []) {
  return locateToolchain({
    env: { ...machine.env, NEO4J_OKTA_NO_DOWNLOAD: "1", ...env },
    cacheDirectory: machine.cache,
    catalogue,
    timings: FAST,
    onProgress: (entry) => progress.push(entry),
  });
}

test("a program is built once, whatever many tools it serves", async () => {
  const tools = await locate();
  expect(machine.builds()).toHaveLength(2);
  expect(tools.helm.detail).toBe("the program that was built for etcd");
  expect(statSync(tools.helm.path).ino).toBe(statSync(tools.etcd.path).ino);
  expect(statSync(tools.pulumi.path).ino).not.toBe(statSync(tools.etcd.path).ino);
  expect(tools.helm.path).toMatch(/\/helm$/);
});

test("what an earlier version of the program built serves no other tool", async () => {
  await locate();
  await rm(join(machine.cache, "tools", "helm-1.2.3-linux-x64"), { recursive: true });
  await writeFile(join(machine.root, "module", "main.go"), "package main\n");
  expect((await locate()).helm.detail).toMatch(/^built with go1\.26\.8 in /);
  expect(machine.builds()).toHaveLength(3);
});

test("people who wait are told one total over all programs", async () => {
  const progress: ToolchainProgress[] = [];
  await locate({}, progress);
  expect(progress[0]?.message).toMatch(
    /: 2 programs to build from source, 80 Go packages with empty caches\.$/,
  );
  const builds = progress.filter(({ phase }) => phase === "build");
  expect(builds.at(-1)?.message).toMatch(
    /^building from source: 0 % \(0 of at most 80 Go packages/,
  );
});

/** Lets one fake `go` that waits at the gate go on. */
const open = () => writeFile(machine.gate, "go on\n");

test("the next program is compiled when the one before it has ended", async () => {
  const progress: ToolchainProgress[] = [];
  const attempt = locate({ FAKE_GO_GATE: machine.gate }, progress);
  await expect.poll(() => progress.at(-1)?.message).toMatch(/ of at most 80 /);
  await delay(300);
  expect(machine.builds()).toHaveLength(1);
  await open();
  await expect.poll(() => machine.builds()).toHaveLength(2);
  await open();
  expect((await attempt).pulumi.origin).toBe("build");
});

test("the next program is compiled sooner: when most of what both need is there", async () => {
  const held = { FAKE_GO_GATE: machine.gate, FAKE_GO_GATED: "/etcd" };
  const attempt = locate({ ...held, FAKE_GO_PACKAGES: "600" });
  await expect.poll(() => machine.builds()).toHaveLength(2);
  await open();
  expect((await attempt).pulumi.origin).toBe("build");
});

test("a program that cannot be built stops the others, and nothing of it stays", async () => {
  await expect(locate({ FAKE_GO_FAILS: "go: no such host" })).rejects.toMatchObject({
    code: "toolchain-unavailable",
  });
  expect((await locate()).etcd.origin).toBe("build");
});
