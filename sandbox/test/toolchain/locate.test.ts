import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
  const where = { cache: machine.cache, platform: surroundings({}).platform };
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
    /^\d+ build -v -trimpath -buildvcs=false -gcflags=all=-l -ldflags -s -w -X example\.com\/version\.Version=v1\.2\.3 -o \S+\/etcd example\.com\/etcd$/,
  );
});

test("people who wait are told the plan, the progress, and the end", async () => {
  await installGo(machine);
  await locate();
  expect(progress[0]).toMatchObject({ subject: "toolchain", phase: "plan" });
  expect(progress[0]?.message).toMatch(
    /^Preparing etcd 1\.2\.3 once, into .*: 1 program to build from source, 50 Go packages with empty caches\.$/,
  );
  const build = progress.find(({ phase }) => phase === "build");
  expect(build?.message).toBe("building from source: 0 % (0 of at most 50 Go packages), 0 s");
  expect(progress.at(-1)).toMatchObject({ subject: "etcd", phase: "done" });
});

test("the build reads its module only, and takes no settings that would change the result", async () => {
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; echo local; exit; fi
echo "$PWD|$CGO_ENABLED|$GOFLAGS|$GOWORK|$GOOS|$GOARCH|$GOTMPDIR" > "$FAKE_GO_LOG"
exit 1
`,
  );
  const env = {
    ...machine.env,
    GOFLAGS: "-mod=mod",
    GOOS: "plan9",
    GOARCH: "mips",
    CGO_ENABLED: "1",
  };
  await expect(locate({ env })).rejects.toThrow("go build ended with exit code 1");
  const [directory, cgo, flags, work, os, arch, temporary] = machine.builds()[0]?.split("|") ?? [];
  expect([directory, cgo, flags, work, os, arch]).toEqual([
    join(machine.root, "module"),
    "0",
    "-mod=readonly",
    "off",
    "",
    "",
  ]);
  expect(temporary?.startsWith(join(machine.cache, "tools", "etcd-1.2.3-linux-x64.tmp-"))).toBe(
    true,
  );
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

test("Go without its module proxy: the sentence carries what Go said, and nothing stays", async () => {
  await installGo(machine);
  const env = { ...machine.env, FAKE_GO_FAILS: "go: proxy.golang.org: no such host" };
  const attempt = locate({ env });
  await expect(attempt).rejects.toThrow(expect.objectContaining({ code: "toolchain-unavailable" }));
  await expect(attempt).rejects.toThrow(
    /5\. build: go build ended with exit code 1:\n {5}go: proxy\.golang\.org: no such host\nFix, one of:/,
  );
  expect(progress.at(-1)?.message).toBe(
    "etcd 1.2.3: the build failed: go build ended with exit code 1: go: proxy.golang.org: no such host",
  );
  expect(await cached()).toEqual([]);
});

test("a Go that is too old is named with what is wanted", async () => {
  await installGo(machine);
  const env = { ...machine.env, FAKE_GO_VERSION: "go1.22.1" };
  await expect(locate({ env })).rejects.toThrow(
    "build: go on PATH is go1.22.1, wanted 1.26 or newer (GOTOOLCHAIN=local)",
  );
});

test("an abort ends the compiler and its descendants, and leaves the cache consistent", async () => {
  await installGo(machine);
  const interrupt = new AbortController();
  const attempt = locate({
    env: { ...machine.env, FAKE_GO_GATE: machine.gate },
    signal: interrupt.signal,
    onProgress: ({ message }) => {
      if (message.includes("1 modules fetched")) interrupt.abort(new Error("Ctrl-C"));
    },
  });
  await expect(attempt).rejects.toThrow("Ctrl-C");
  const pid = Number(machine.builds()[0]?.split(" ")[0]);
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  expect(await cached()).toEqual([]);
  expect((await locate()).etcd.origin).toBe("build");
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
