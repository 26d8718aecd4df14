import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findInstalled } from "../../toolchain/installed.ts";
import { type LocateOptions, locateToolchain, surroundings } from "../../toolchain/locate.ts";
import type { ToolchainProgress } from "../../toolchain/progress.ts";
import { writeExecutable } from "../support/executable.ts";
import {
  FAST,
  type FakeMachine,
  fakeCatalogue,
  fakeMachine,
  installGo,
  installTool,
} from "./support/fakes.ts";

let machine: FakeMachine;
let progress: ToolchainProgress[];
beforeEach(async () => {
  machine = await fakeMachine();
  progress = [];
});
afterEach(() => machine.remove());

const locate = (options: LocateOptions = {}) =>
  locateToolchain({
    env: machine.env,
    cacheDirectory: machine.cache,
    platform: { os: "linux", arch: "x64" },
    catalogue: fakeCatalogue(machine.root),
    timings: FAST,
    onProgress: (event) => progress.push(event),
    ...options,
  });

const cached = (): Promise<string[]> => readdir(join(machine.cache, "tools"));

test("an executable on PATH is used as it is; nothing is written", async () => {
  const path = await installTool(machine, "1.2.7");
  expect((await locate()).etcd).toEqual({
    path,
    version: "1.2.7",
    origin: "path",
    detail: "on PATH",
  });
  expect(progress).toEqual([]);
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test("the engine that Pulumi's installer put into PULUMI_HOME/bin counts as PATH's last", async () => {
  const [etcd] = fakeCatalogue(machine.root)();
  if (etcd === undefined) throw new Error("the fake catalogue is empty");
  const where = {
    cache: machine.cache,
    project: machine.root,
    platform: surroundings({}).platform,
  };
  const engine = { ...etcd, name: "pulumi" as const };
  const print = "#!/bin/sh\necho v3.256.0\n";
  await mkdir(join(machine.root, ".pulumi", "bin"), { recursive: true });
  const inHome = writeExecutable(join(machine.root, ".pulumi", "bin", "pulumi"), print);
  const find = async (env: NodeJS.ProcessEnv) =>
    (await findInstalled({ ...engine, accepts: "^3" }, { ...where, env })).tool?.path;
  expect(await find(machine.env)).toBe(inHome);
  expect(await find({ HOME: machine.root })).toBe(inHome);
  expect(await find({ ...machine.env, PULUMI_HOME: "/elsewhere" })).toBeUndefined();
  const onPath = writeExecutable(join(machine.bin, "pulumi"), print);
  expect(await find(machine.env)).toBe(onPath);
});

test("relative folders, folders and broken links on PATH are passed over", async () => {
  await installGo(machine);
  await mkdir(join(machine.root, "other", "etcd"), { recursive: true });
  await symlink("/nowhere", join(machine.bin, "etcd"));
  const env = { ...machine.env, PATH: `.::bin:${machine.root}/other:${machine.bin}` };
  expect((await locate({ env })).etcd.origin).toBe("build");
});

test("the environment variable names the executable to use", async () => {
  await installTool(machine, "1.2.7");
  const mine = writeExecutable(join(machine.root, "my-etcd"), "#!/bin/sh\necho 2.0.0\n");
  const env = { ...machine.env, NEO4J_OKTA_ETCD: mine };
  expect((await locate({ env })).etcd).toEqual({
    path: mine,
    version: "2.0.0",
    origin: "environment",
    detail: "named by NEO4J_OKTA_ETCD, outside the tried range ~1.2",
  });
});

test("the first acceptable executable on PATH is used; the others are noted", async () => {
  const folders = ["a", "b", "c"].map((name) => join(machine.root, name));
  const [a = "", b = "", c = ""] = folders;
  for (const folder of folders) await mkdir(folder);
  writeExecutable(join(a, "etcd"), "#!/bin/sh\necho 1.3.0\n");
  writeExecutable(join(b, "etcd"), "#!/bin/sh\necho hello\n");
  const env = { ...machine.env, PATH: `${a}:${b}` };
  await expect(locate({ env })).rejects.toThrow(
    [
      "  1. environment: NEO4J_OKTA_ETCD is not set",
      `  2. PATH: ${a}/etcd is 1.3.0, wanted ~1.2`,
      `  3. PATH: ${b}/etcd printed no version, wanted ~1.2`,
      "  4. cache: no etcd 1.2.3",
    ].join("\n"),
  );
  const path = writeExecutable(join(c, "etcd"), "#!/bin/sh\necho 1.2.9\n");
  const { etcd } = await locate({ env: { ...machine.env, PATH: folders.join(":") } });
  expect(etcd).toMatchObject({ path, version: "1.2.9", origin: "path" });
});

test.each([
  ["does not exist", undefined, /is ".*my-etcd", which is not an executable file\./],
  [
    "prints no version",
    "#!/bin/sh\necho hello\n",
    /which printed no version when asked \(.*my-etcd --version\)/,
  ],
  ["fails", "#!/bin/sh\nexit 3\n", /which printed no version when asked/],
])(
  "an environment variable whose file %s is refused, not passed over",
  async (_name, text, message) => {
    await installTool(machine, "1.2.7");
    const path = join(machine.root, "my-etcd");
    if (text !== undefined) writeExecutable(path, text);
    const attempt = locate({ env: { ...machine.env, NEO4J_OKTA_ETCD: path } });
    await expect(attempt).rejects.toThrow(expect.objectContaining({ code: "toolchain-override" }));
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow(/^NEO4J_OKTA_ETCD is .* \(~1\.2\), or unset it/);
  },
);

test("a missing tool is built from its pinned module, then comes from the cache", async () => {
  await installGo(machine);
  await installTool(machine, "1.3.0");
  const { etcd } = await locate();
  const path = join(machine.cache, "tools", "etcd-1.2.3-linux-x64", "etcd");
  expect(etcd).toMatchObject({ path, version: "1.2.3", origin: "build" });
  expect(await cached()).toEqual(["etcd-1.2.3-linux-x64"]);
  expect((await locate()).etcd).toEqual({
    path,
    version: "1.2.3",
    origin: "cache",
    detail: "built by an earlier run",
  });
  expect(machine.builds()).toHaveLength(1);
  expect(machine.builds()[0]).toMatch(
    /^\d+ build -v -trimpath -buildvcs=false -gcflags=all=-l -dwarf=false -d=ssa\/prove\/off -ldflags -s -w -X example\.com\/version\.Version=v1\.2\.3 -o \S+\/etcd example\.com\/etcd$/,
  );
});

test("a tool that is asked for its version looks for no update of itself", async () => {
  const script = '#!/bin/sh\n[ "$PULUMI_SKIP_UPDATE_CHECK" = true ] && echo 1.2.9\n';
  writeExecutable(join(machine.bin, "etcd"), script);
  expect((await locate()).etcd.version).toBe("1.2.9");
});

test("no Go and no network: one sentence per tool before any work, with the fixes", async () => {
  const failure = await locate().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "toolchain-unavailable",
    message: [
      "etcd 1.2.3 cannot be had. Tried in this order:",
      "  1. environment: NEO4J_OKTA_ETCD is not set",
      "  2. PATH: no etcd",
      "  3. cache: no etcd 1.2.3",
      "  4. download: none is published for this platform",
      "  5. build: no go on PATH, wanted 1.26 or newer; nor can Go be fetched: GOPROXY names no module proxy",
      "Fix, one of:",
      "  - install Go 1.26 or newer (https://go.dev/dl), with access to its module proxy",
      "  - install etcd (~1.2) on PATH, or set NEO4J_OKTA_ETCD to its path",
    ].join("\n"),
  });
  expect(progress).toEqual([]);
  await expect(readdir(machine.cache)).rejects.toThrow("ENOENT");
});

test("an abort before the start does nothing at all", async () => {
  await installGo(machine);
  await expect(locate({ signal: AbortSignal.abort(new Error("Ctrl-C")) })).rejects.toThrow(
    "Ctrl-C",
  );
  expect(machine.builds()).toEqual([]);
});

test("a cache that cannot be written is refused before any work", async () => {
  await installGo(machine);
  await writeFile(machine.cache, "");
  await expect(locate()).rejects.toThrow(expect.objectContaining({ code: "toolchain-cache" }));
  expect(machine.builds()).toEqual([]);
  expect(await readFile(machine.cache, "utf8")).toBe("");
});

test("Windows is refused", async () => {
  await expect(locate({ platform: { os: "win32", arch: "x64" } })).rejects.toThrow(
    expect.objectContaining({ code: "toolchain-platform" }),
  );
});
