import { type ChildProcess, spawn } from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { guardProcessGroup, ownDirectory } from "../../process/guard.ts";

/** The processes that this one has started, guards among them. */
let children: ChildProcess[];
const notice = (message: unknown) => children.push((message as { process: ChildProcess }).process);

beforeEach(() => {
  children = [];
  diagnostics.subscribe("child_process", notice);
});

afterEach(() => {
  diagnostics.unsubscribe("child_process", notice);
});

/** What the kernel does when this process is killed: it closes the pipe to the guard. */
async function abandon(guard: ChildProcess | undefined): Promise<void> {
  const ended = once(guard as ChildProcess, "exit");
  guard?.stdin?.destroy();
  await ended;
}

describe("an owned folder", () => {
  test("is private, and gone after remove", async () => {
    const directory = await ownDirectory("guard-test-");
    expect(basename(directory.path)).toMatch(/^guard-test-/);
    expect((await stat(directory.path)).mode & 0o777).toBe(0o700);
    await mkdir(join(directory.path, "deep/er"), { recursive: true });
    await writeFile(join(directory.path, "deep/er/file"), "", { mode: 0o400 });
    await directory.remove();
    expect(existsSync(directory.path)).toBe(false);
  });

  test("is removed by its guard when nobody else does, whatever is in it or in its name", async () => {
    const { path } = await ownDirectory("guard test-$(true) ");
    await writeFile(join(path, "file"), "");
    await abandon(children[0]);
    expect(existsSync(path)).toBe(false);
  });

  test("is the guard's no more once it was removed", async () => {
    const { path, remove } = await ownDirectory("guard-test-");
    const [guard] = children;
    const ended = once(guard as ChildProcess, "exit");
    await remove();
    await mkdir(path);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(path)).toBe(true);
  });

  test("does not keep this process alive by its guard", async () => {
    const before = process.getActiveResourcesInfo();
    const guard = guardProcessGroup(2 ** 22 + 1);
    expect(process.getActiveResourcesInfo()).toEqual(before);
    guard.release();
  });

  test("is removed as well if its guard was killed", async () => {
    const { path, remove } = await ownDirectory("guard-test-");
    const guard = children[0] as ChildProcess;
    const ended = once(guard, "exit");
    guard.kill("SIGKILL");
    await ended;
    await remove();
    expect(existsSync(path)).toBe(false);
  });

  test("has a guard with a process group of its own, which Ctrl-C does not reach", async () => {
    const { remove } = await ownDirectory("guard-test-");
    const { pid = 0 } = children[0] as ChildProcess;
    expect(process.kill(-pid, 0)).toBe(true);
    await remove();
  });

  test("does not outlive a killed process", async () => {
    const module = new URL("../../process/guard.ts", import.meta.url).href;
    const program = `
      const { ownDirectory } = await import(${JSON.stringify(module)});
      console.log((await ownDirectory("guard test-")).path);
      setInterval(() => {}, 1e6);`;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const path = String((await once(owner.stdout, "data"))[0]).trim();
    expect(existsSync(path)).toBe(true);
    owner.kill("SIGKILL");
    await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 10_000 });
  });
});

describe("a guarded process group", () => {
  const sleeper = (script = "exec sleep 60") => {
    const leader = spawn("/bin/sh", ["-c", script], { detached: true, stdio: "ignore" });
    guardProcessGroup(leader.pid ?? 0, 1);
    return { leader, guard: children[1] as ChildProcess };
  };

  test("is asked to end when this process is gone", async () => {
    const { leader, guard } = sleeper();
    const ended = once(leader, "exit");
    await abandon(guard);
    expect(await ended).toEqual([null, "SIGTERM"]);
  });

  test("is killed after the grace period if it does not", async () => {
    const { leader, guard } = sleeper("trap '' TERM; while :; do sleep 0.1; done");
    const ended = once(leader, "exit");
    await abandon(guard);
    expect(await ended).toEqual([null, "SIGKILL"]);
  });

  test("is left alone once the guard was called off", async () => {
    const leader = spawn("/bin/sh", ["-c", "exec sleep 60"], { detached: true, stdio: "ignore" });
    const guard = guardProcessGroup(leader.pid ?? 0);
    const ended = once(children[1] as ChildProcess, "exit");
    guard.release();
    expect(await ended).toEqual([0, null]);
    expect(leader.exitCode ?? leader.signalCode).toBeNull();
    leader.kill("SIGKILL");
  });
});
