import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { diagnose, doctor } from "../../toolchain/doctor.ts";
import { locateToolchain } from "../../toolchain/locate.ts";
import { writeExecutable } from "../support/executable.ts";
import {
  FAST,
  type FakeMachine,
  fakeCatalogue,
  fakeMachine,
  installGo,
  installTool,
} from "./support/fakes.ts";
import { send, serve } from "./support/server.ts";

const fetched = globalThis.fetch;

let machine: FakeMachine;
let printed: string;
beforeEach(async () => {
  machine = await fakeMachine();
  printed = "";
});
afterEach(() => machine.remove());

const options = () => ({
  env: { ...machine.env, NEO4J_OKTA_NO_DOWNLOAD: "1" },
  cacheDirectory: machine.cache,
  platform: { os: "linux", arch: "x64" },
  catalogue: fakeCatalogue(machine.root, {
    url: "http://127.0.0.1:9/etcd",
    checksums: "http://127.0.0.1:9/sums",
    archive: false,
  }),
  timings: FAST,
  write: (text: string) => {
    printed += text;
  },
});

test("everything there: a row per part, exit 0", async () => {
  const path = await installTool(machine, "1.2.7");
  expect(await doctor(options())).toBe(0);
  expect(printed).toMatch(/^part +version +from\nnode +\S+ +path\n {4}runs the sandbox\n {4}\//);
  expect(printed).toContain(`\n    ${path}\n`);
  expect(printed).toMatch(/\nReady: nothing needs to be downloaded or built\.\n$/);
  const { findings } = await diagnose(options());
  expect(findings.map(({ subject }) => subject)).toEqual([
    "node",
    "go",
    "etcd",
    "language host",
    "plugin okta",
    "plugin kubernetes",
    "plugin random",
    "neo4j chart",
    "cache",
  ]);
  expect(findings.find(({ subject }) => subject === "etcd")).toMatchObject({
    version: "1.2.7",
    origin: "path",
  });
});

test("each part is told with where it is from and what it is for", async () => {
  await installTool(machine, "1.2.7");
  const [node, go, , host, okta, ...rest] = (await diagnose(options())).findings;
  expect(node).toEqual({
    subject: "node",
    version: process.versions.node,
    origin: "path",
    path: process.execPath,
    detail: "runs the sandbox",
  });
  expect(go).toEqual({
    subject: "go",
    origin: "none",
    detail: "only for building what is missing",
  });
  expect(host).toMatchObject({
    origin: "inline",
    path: undefined,
    detail: "the program runs inside the sandbox's process",
  });
  expect(okta).toMatchObject({ version: "7.0.0", origin: "stand-in", path: undefined });
  expect(rest.at(-2)).toMatchObject({
    origin: "stand-in",
    path: expect.stringMatching(/neo4j\/chart$/),
    detail: "stand-in: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD",
  });
  await installGo(machine);
  writeExecutable(join(machine.bin, "pulumi-language-nodejs"), "#!/bin/sh\n");
  const { findings } = await diagnose(options());
  expect(findings[1]).toMatchObject({
    version: "1.26.8",
    origin: "path",
    path: join(machine.bin, "go"),
  });
  expect(findings[3]).toMatchObject({
    origin: "path",
    path: join(machine.bin, "pulumi-language-nodejs"),
    detail: "the program runs as a local program",
  });
});

test("something to download: from where, exit 0, and only its checksum is asked for", async () => {
  const server = await serve({ "/sums": send("a".repeat(64)) });
  const release = { url: `${server.url}/etcd`, checksums: `${server.url}/sums`, archive: false };
  const catalogue = fakeCatalogue(machine.root, release);
  vi.spyOn(globalThis, "fetch").mockImplementation((url, init) => {
    if (String(url).startsWith(server.url)) return fetched(url, init);
    throw new TypeError("no route");
  });
  const { findings } = await diagnose({ ...options(), env: machine.env, catalogue });
  vi.restoreAllMocks();
  await server.stop();
  expect(findings[2]).toEqual({
    subject: "etcd",
    version: "1.2.3",
    origin: "would download",
    detail: new URL(server.url).host,
  });
  expect(server.requests).toEqual(["GET /sums"]);
});

test("something to build: what it would take, exit 0, and nothing is built or written", async () => {
  await installGo(machine);
  expect(await doctor(options())).toBe(0);
  expect(printed).toMatch(
    /etcd +1\.2\.3 +would build\n {4}with go1\.26\.8, 50 Go packages; no download: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD\n/,
  );
  expect(printed).toContain("Ready to prepare 1 missing part: ");
  expect(machine.builds()).toEqual([]);
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test("something that cannot be had: what was tried, exit 1", async () => {
  expect(await doctor(options())).toBe(1);
  expect(printed).toMatch(/etcd +1\.2\.3 +missing/);
  expect(printed).toContain(
    [
      "etcd 1.2.3 cannot be had. Tried in this order:",
      "  1. environment: NEO4J_OKTA_ETCD is not set",
      "  2. PATH: no etcd",
      "  3. cache: no etcd 1.2.3",
      "  4. download: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD",
      "  5. build: no go on PATH, wanted 1.26 or newer; nor can Go be fetched: GOPROXY names no module proxy",
      "Fix, one of:",
    ].join("\n"),
  );
  expect(printed).toMatch(/\nNot ready: npm run sandbox would stop at the missing tools\.\n$/);
});

test("the cache's size is what its files take", async () => {
  await installGo(machine);
  await locateToolchain(options());
  const { findings } = await diagnose(options());
  const entry = join(machine.cache, "tools", "etcd-1.2.3-linux-x64");
  const sizes = (await readdir(entry)).map((file) => statSync(join(entry, file)).size);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50);
  expect(findings.at(-1)).toMatchObject({
    subject: "cache",
    path: machine.cache,
    detail: `${bytes} bytes; may be deleted at any time`,
  });
});
