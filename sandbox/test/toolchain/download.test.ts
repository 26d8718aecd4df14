import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { create } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { locateToolchain, type ToolchainTimings } from "../../toolchain/locate.ts";
import type { ToolchainProgress } from "../../toolchain/progress.ts";
import { writeExecutable } from "../support/executable.ts";
import {
  FAKE_VERSION,
  FAST,
  type FakeMachine,
  fakeCatalogue,
  fakeMachine,
  installGo,
} from "./support/fakes.ts";
import { type FileServer, hang, send, serve, stall, truncate } from "./support/server.ts";

const SCRIPT = `#!/bin/sh\necho "etcd Version: ${FAKE_VERSION}"\n# ${"filling ".repeat(4_000)}\n`;
const KEY = "etcd-1.2.3-linux-x64";
const EXECUTABLE = Buffer.from(SCRIPT);
const sha256 = (body: Uint8Array): string => createHash("sha256").update(body).digest("hex");

let machine: FakeMachine;
let server: FileServer | undefined;
let messages: string[];
beforeEach(async () => {
  machine = await fakeMachine();
  messages = [];
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await machine.remove();
});

async function locate(
  routes: Parameters<typeof serve>[0],
  options: {
    archive?: boolean;
    env?: NodeJS.ProcessEnv;
    signal?: AbortSignal;
    timings?: Partial<ToolchainTimings>;
  } = {},
) {
  server = await serve(routes);
  const release = {
    url: `${server.url}/etcd`,
    checksums: `${server.url}/sums`,
    archive: options.archive ?? false,
  };
  return locateToolchain({
    env: { ...machine.env, ...options.env },
    cacheDirectory: machine.cache,
    platform: { os: "linux", arch: "x64" },
    catalogue: fakeCatalogue(machine.root, release),
    timings: { ...FAST, ...options.timings },
    signal: options.signal,
    onProgress: ({ message }: ToolchainProgress) => messages.push(message),
  });
}

const cached = (): Promise<string[]> => readdir(join(machine.cache, "tools"));

test("a published file whose checksum is right goes into the cache and is used from there", async () => {
  const routes = { "/etcd": send(EXECUTABLE), "/sums": send(sha256(EXECUTABLE)) };
  const { etcd } = await locate(routes);
  expect(etcd).toMatchObject({
    path: join(machine.cache, "tools", KEY, "etcd"),
    version: FAKE_VERSION,
    origin: "download",
  });
  expect(await readFile(etcd.path, "utf8")).toBe(SCRIPT);
  expect(await cached()).toEqual([KEY, `${KEY}.sha256`]);
  const { host } = new URL(server?.url ?? "");
  expect(etcd.detail).toBe(`downloaded from ${host} in 0 s`);
  expect(messages[0]).toMatch(/^Preparing etcd 1\.2\.3 once, into .*: all are downloads\.$/);
  expect(messages[1]).toBe(`etcd 1.2.3: downloading from ${host}, nothing yet`);
  expect(messages.at(-1)).toBe(`etcd 1.2.3: downloaded from ${host} in 0 s`);

  await server?.stop();
  const again = await locate({});
  expect(again.etcd).toMatchObject({ path: etcd.path, origin: "cache" });
  expect(server?.requests).toEqual([]);
});

test("an archive is unpacked with everything in its folder", async () => {
  await mkdir(join(machine.root, "etcd-v1.2.3"));
  writeExecutable(join(machine.root, "etcd-v1.2.3", "etcd"), SCRIPT);
  writeExecutable(join(machine.root, "etcd-v1.2.3", "etcd-companion"), "#!/bin/sh\n");
  const file = join(machine.root, "etcd.tar.gz");
  await create({ gzip: true, file, cwd: machine.root }, ["etcd-v1.2.3"]);
  const body = await readFile(file);
  const sums = `${"0".repeat(64)}  other\n${sha256(body)}  etcd\n`;
  const { etcd } = await locate({ "/etcd": send(body), "/sums": send(sums) }, { archive: true });
  expect(etcd.origin).toBe("download");
  await access(join(machine.cache, "tools", KEY, "etcd-companion"));
});

test("a file with another checksum never runs: the tool is built instead, and why is said", async () => {
  await installGo(machine);
  const evil = Buffer.from(`#!/bin/sh\ntouch ${machine.root}/ran\necho "etcd Version: 1.2.3"\n`);
  const { etcd } = await locate({ "/etcd": send(evil), "/sums": send(sha256(EXECUTABLE)) });
  expect(etcd.origin).toBe("build");
  await expect(access(join(machine.root, "ran"))).rejects.toThrow("ENOENT");
  expect(messages).toContain(
    `etcd 1.2.3: the download failed: ${server?.url}/etcd has SHA-256 ${sha256(evil)}, published is ${sha256(EXECUTABLE)}`,
  );
});

test.each([
  ["cut off", truncate(EXECUTABLE), 10_000, /\/etcd did not arrive whole: /],
  ["silent half-way", stall(EXECUTABLE), 100, /\/etcd sent nothing for 0\.1 s/],
  ["missing", undefined, 10_000, /\/etcd did not arrive whole: status 404/],
])(
  "a file that is %s leaves nothing behind, and the sentence says so",
  async (_name, file, idleMs, reason) => {
    const routes = { "/sums": send(sha256(EXECUTABLE)), ...(file && { "/etcd": file }) };
    const failure = await locate(routes, { timings: { idleMs } }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "toolchain-unavailable" });
    expect((failure as Error).message).toMatch(
      /^etcd 1\.2\.3 cannot be had\. Tried in this order:/,
    );
    expect((failure as Error).message).toMatch(reason);
    expect(await cached()).toEqual([]);
  },
);

test("people who wait are told what has arrived", async () => {
  const interrupt = new AbortController();
  const routes = { "/etcd": stall(EXECUTABLE), "/sums": send(sha256(EXECUTABLE)) };
  const attempt = locate(routes, { signal: interrupt.signal });
  attempt.catch(() => {});
  await expect.poll(() => messages.at(-1)).toMatch(/, 16 KB of 32 KB$/);
  interrupt.abort(new Error("Ctrl-C"));
  await expect(attempt).rejects.toThrow("Ctrl-C");
  const told = messages.length;
  await delay(3 * FAST.tickMs);
  expect(messages).toHaveLength(told);
});

test("a published file that does not run here, or is another version, is not kept", async () => {
  const other = Buffer.from('#!/bin/sh\necho "etcd Version: 9.9.9"\n');
  const wrong = locate({ "/etcd": send(other), "/sums": send(sha256(other)) });
  await expect(wrong).rejects.toThrow("the executable is version 9.9.9, wanted 1.2.3");
  await server?.stop();
  const broken = Buffer.from("\x7fELF for another processor");
  const foreign = locate({ "/etcd": send(broken), "/sums": send(sha256(broken)) });
  await expect(foreign).rejects.toThrow("the executable does not run on this machine");
  expect(await cached()).toEqual([]);
});

test.each([
  ["never answers", { "/sums": hang }, 100, /127\.0\.0\.1:\d+ did not answer within 0\.1 s/],
  ["has no checksums", {}, 10_000, /\/sums answers 404/],
  [
    "is a network's sign-in page",
    { "/sums": send("<html>") },
    10_000,
    /\/sums lists no SHA-256 of the file/,
  ],
])(
  "a server that %s is passed over without asking for the file",
  async (_name, routes, probeMs, reason) => {
    await expect(locate(routes, { timings: { probeMs } })).rejects.toThrow(reason);
    expect(server?.requests).toEqual(["GET /sums"]);
  },
);

test("NEO4J_OKTA_NO_DOWNLOAD=1 asks no server", async () => {
  const attempt = locate({}, { env: { NEO4J_OKTA_NO_DOWNLOAD: "1" } });
  await expect(attempt).rejects.toThrow(
    "download: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD",
  );
  expect(server?.requests).toEqual([]);
});

test("an abort during a download rejects with its reason and leaves nothing behind", async () => {
  const interrupt = new AbortController();
  const routes = {
    "/sums": send(sha256(EXECUTABLE)),
    "/etcd": () => interrupt.abort(new Error("Ctrl-C")),
  };
  await expect(locate(routes, { signal: interrupt.signal })).rejects.toThrow("Ctrl-C");
  expect(await cached()).toEqual([]);
});
