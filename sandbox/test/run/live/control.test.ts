import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyInRunning } from "../../../run/live/client.ts";
import { type Apply, serveControl } from "../../../run/live/control.ts";
import type { Outcome } from "../../../run/outcome/schema.ts";

const IDENTITY = { root: "/p", stack: "dev" };

let root: string;
let cache: string;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "control-"));
  cache = join(root, "cache");
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) await stop();
  await rm(root, { recursive: true });
});

/** A sandbox of the stack in a folder of its own. */
async function serve(apply: Apply, name = "run") {
  const directory = join(root, name);
  await mkdir(directory);
  const stop = await serveControl({ directory, cache, identity: IDENTITY, apply });
  stops.push(stop);
  return { socket: join(directory, "control"), stop };
}

function ask(identity = IDENTITY, signal = new AbortController().signal) {
  let shown = "";
  const write = (told: string) => {
    shown += told;
  };
  const outcome = applyInRunning(cache, identity, write, signal);
  return { outcome, shown: () => shown };
}

const outcomeOf = (message: string) => ({ version: 1, message }) as Outcome;

test("who asks sees what the sandbox tells, and gets the outcome; only this user can ask", async () => {
  const { socket } = await serve(async (write) => {
    write("pulumi up\n");
    write("done\n");
    return outcomeOf("Proven.");
  });
  const { outcome, shown } = ask();
  expect(await outcome).toEqual(outcomeOf("Proven."));
  expect(shown()).toBe("pulumi up\ndone\n");
  expect((await stat(socket)).mode & 0o777).toBe(0o600);
  const [note = ""] = await readdir(join(cache, "running"));
  expect((await stat(join(cache, "running", note))).mode & 0o777).toBe(0o600);
});

test("who asks while another one is at work waits for it, and is told", async () => {
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  let turn = 0;
  await serve(async () => {
    turn += 1;
    const mine = String(turn);
    if (mine === "1") await first.promise;
    done.push(mine);
    if (mine === "1") throw new Error("a bug");
    return outcomeOf(mine);
  });
  const one = ask();
  one.outcome.catch(() => {});
  await expect.poll(() => turn).toBe(1);
  const two = ask();
  await expect.poll(two.shown).toContain("at work on another --apply: this one begins after it");
  first.resolve();
  expect(await two.outcome).toEqual(outcomeOf("2"));
  expect(done).toEqual(["1", "2"]);
  await expect(one.outcome).rejects.toMatchObject({
    code: "sandbox-gone",
    message: "the sandbox ended before it had applied the stack.",
  });
});

test("who goes away does not stop what it asked for; the sandbox waits for that before it ends", async () => {
  const work = Promise.withResolvers<void>();
  let ended = false;
  const { stop } = await serve(async (write) => {
    write("at work\n");
    await work.promise;
    ended = true;
    return outcomeOf("Proven.");
  });
  const controller = new AbortController();
  const { outcome, shown } = ask(IDENTITY, controller.signal);
  await expect.poll(shown).toBe("at work\n");
  controller.abort(new Error("Ctrl-C"));
  await expect(outcome).rejects.toThrow("Ctrl-C");
  const stopping = stop();
  work.resolve();
  await stopping;
  expect(ended).toBe(true);
});

test("without a sandbox of that stack, or when it is gone, it says how to start one", async () => {
  const refusal = {
    code: "sandbox-not-running",
    message:
      "no sandbox is up for stack dev of /p. Fix: start it without --once, wait until it says that it is up, then --apply.",
  };
  await expect(ask().outcome).rejects.toMatchObject(refusal);
  const { socket, stop } = await serve(async () => outcomeOf("x"));
  await expect(ask({ root: "/p", stack: "prod" }).outcome).rejects.toMatchObject({
    code: "sandbox-not-running",
  });
  await stop();
  expect(await readdir(join(cache, "running"))).toEqual([]);
  await expect(ask().outcome).rejects.toMatchObject(refusal);
  // A killed sandbox leaves its note and its socket.
  await serve(async () => outcomeOf("x"), "killed");
  await rm(join(root, "killed"), { recursive: true });
  await writeFile(socket, "");
  await expect(ask().outcome).rejects.toMatchObject(refusal);
});

test("the newest sandbox of a stack counts, and the end of an older one does not forget it", async () => {
  const old = await serve(async () => outcomeOf("old"), "old");
  await serve(async () => outcomeOf("new"), "new");
  await old.stop();
  expect(await ask().outcome).toEqual(outcomeOf("new"));
});

test("what is no request is not answered, and asks nothing of the sandbox", async () => {
  let asked = 0;
  const { socket } = await serve(async () => {
    asked += 1;
    return outcomeOf("x");
  });
  const client = connect(socket);
  await once(client, "connect");
  client.write('{"version":1,"command":"destroy"}\n');
  expect(await text(client)).toBe("");
  expect(asked).toBe(0);
});

test("where there can be no socket or no note, nothing goes on listening", async () => {
  const long = join("x".repeat(60), "y".repeat(60));
  await mkdir(join(root, long), { recursive: true });
  const options = { cache, identity: IDENTITY, apply: async () => outcomeOf("x") };
  await expect(serveControl({ ...options, directory: join(root, long) })).rejects.toThrow("listen");
  await mkdir(cache, { mode: 0o700 });
  await chmod(cache, 0o777);
  await expect(serveControl({ ...options, directory: root })).rejects.toMatchObject({
    code: "toolchain-cache",
  });
  await expect(once(connect(join(root, "control")), "connect")).rejects.toThrow();
});

test("a note that another user could write is not followed", async () => {
  await mkdir(join(cache, "running"), { recursive: true });
  await chmod(join(cache, "running"), 0o777);
  await expect(ask().outcome).rejects.toMatchObject({
    code: "toolchain-cache",
    message: expect.stringContaining("can be written by every user"),
  });
});
