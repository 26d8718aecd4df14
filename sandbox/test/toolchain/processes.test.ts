import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Toolchain } from "../../toolchain/plan.ts";
import { type FakeMachine, fakeMachine, installGo } from "./support/fakes.ts";

const SCRIPT = join(import.meta.dirname, "support", "locate-once.ts");
const KEY = "etcd-1.2.3-linux-x64";

let machine: FakeMachine;
const children: ChildProcess[] = [];
beforeEach(async () => {
  machine = await fakeMachine();
  await installGo(machine);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await machine.remove();
});

interface Run {
  child: ChildProcess;
  /** Resolves once a progress message contains the text. */
  said(text: string): Promise<void>;
  /** What it found. */
  tools: Promise<Toolchain>;
}

function start(env: NodeJS.ProcessEnv = {}, lockStaleMs = 15_000): Run {
  const child = spawn(
    process.execPath,
    [SCRIPT, machine.root, machine.cache, String(lockStaleMs)],
    {
      env: { ...machine.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.push(child);
  const messages: string[] = [];
  const waiting = new Set<() => void>();
  const found = Promise.withResolvers<Toolchain>();
  createInterface({ input: child.stdout })
    .on("line", (line) => {
      const { progress, tools } = JSON.parse(line);
      if (tools !== undefined) found.resolve(tools);
      if (progress !== undefined) messages.push(progress.message);
      for (const check of waiting) check();
    })
    .on("close", () => found.reject(new Error(`ended after:\n${messages.join("\n")}`)));
  found.promise.catch(() => {});
  const said = (text: string) =>
    new Promise<void>((resolve) => {
      const check = (): void => {
        if (messages.some((message) => message.includes(text))) resolve();
      };
      waiting.add(check);
      check();
    });
  return { child, said, tools: found.promise };
}

const openGate = (): Promise<void> => writeFile(machine.gate, "go on\n");
const cached = (): Promise<string[]> => readdir(join(machine.cache, "tools"));

test("two runs at once build once; the second says that it waits, and uses what the first made", async () => {
  const first = start({ FAKE_GO_GATE: machine.gate });
  await first.said("1 modules fetched");
  const second = start({ FAKE_GO_GATE: machine.gate });
  await second.said("etcd 1.2.3: another run is preparing it; waiting for that, 0 s");
  await openGate();
  expect((await first.tools).etcd.origin).toBe("build");
  expect((await second.tools).etcd).toMatchObject({
    origin: "cache",
    detail: "prepared by another run",
  });
  expect(machine.builds()).toHaveLength(1);
  expect(await cached()).toEqual([KEY]);
});

test("a run that is killed half-way takes its compiler along; the next takes over its lock and cleans up", async () => {
  const killed = start({ FAKE_GO_GATE: machine.gate });
  await killed.said("1 modules fetched");
  const compiler = Number(machine.builds()[0]?.split(" ")[0]);
  process.kill(compiler, 0);
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  await vi.waitFor(() => expect(() => process.kill(compiler, 0)).toThrow("ESRCH"), 5_000);
  expect(await cached()).toEqual([`${KEY}.lock`, expect.stringMatching(`${KEY}.tmp-`)]);

  const next = start({}, 2_000);
  expect((await next.tools).etcd.origin).toBe("build");
  await once(next.child, "exit");
  expect(machine.builds()).toHaveLength(2);
  expect(await cached()).toEqual([KEY]);
});
