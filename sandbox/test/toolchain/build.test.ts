import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LocateOptions, locateToolchain } from "../../toolchain/locate.ts";
import type { ToolchainProgress } from "../../toolchain/progress.ts";
import { writeExecutable } from "../support/executable.ts";
import { FAST, type FakeMachine, fakeCatalogue, fakeMachine, installGo } from "./support/fakes.ts";

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

test.each([
  [25, "50 % (25 of at most 50 Go packages, 2 modules fetched)"],
  [60, "99 % (60 of at most 50 Go packages, 2 modules fetched)"],
])("%i compiled packages are told as a share that is never the whole", async (count, text) => {
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; echo local; exit; fi
case "$*" in *" -o "*) ;; *) exit;; esac
echo "go: downloading a.example/b v1.0.0" >&2
echo "go: downloading c.example/d v1.0.0" >&2
n=0; while [ $n -lt ${count} ]; do n=$((n + 1)); echo "a.example/b/package-$n" >&2; done
read -r line < ${machine.gate}
echo "c.example/d/pkg.go:1: broken" >&2
exit 1
`,
  );
  const attempt = locate();
  attempt.catch(() => {});
  await expect.poll(() => progress.at(-1)?.message).toContain(`building from source: ${text}, `);
  await writeFile(machine.gate, "go on\n");
  await expect(attempt).rejects.toThrow(
    /go build ended with exit code 1:\n {5}c\.example\/d\/pkg\.go:1: broken\n/,
  );
});

test("the standard library is compiled while a program's modules are fetched", async () => {
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh
case "$*" in
env*) echo go1.26.8; echo local;;
*" -o "*) read -r line < ${machine.gate}; echo "$line" >&2; exit 1;;
*net/http*) echo "standard library first" > ${machine.gate};;
esac
`,
  );
  await expect(locate()).rejects.toThrow(
    "go build ended with exit code 1:\n     standard library first",
  );
});

test("an installed Go is asked outside of every module and workspace", async () => {
  const log = join(machine.root, "asked");
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh\necho "$PWD $GOWORK $*" >> ${log}\necho go1.22.1\necho local\n`,
  );
  await expect(locate({ env: { ...machine.env, GOWORK: "/mine" } })).rejects.toThrow("go1.22.1");
  expect(await readFile(log, "utf8")).toBe("/ off env GOVERSION GOTOOLCHAIN\n");
});

test("a Go that does not run is told as such", async () => {
  writeExecutable(join(machine.bin, "go"), "#!/bin/sh\nexit 1\n");
  await expect(locate()).rejects.toThrow(
    'build: go on PATH calls itself "unknown", wanted 1.26 or newer; nor can Go be fetched: ',
  );
});

test("the build reads its module only, and takes no settings that would change the result", async () => {
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; echo local; exit; fi
echo "$PWD|$CGO_ENABLED|$GOFLAGS|$GOWORK|$GOOS|$GOARCH|$GOGC|$GOTMPDIR" > "$FAKE_GO_LOG"
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
  const [directory, cgo, flags, work, os, arch, garbage, temporary] =
    machine.builds()[0]?.split("|") ?? [];
  expect([directory, cgo, flags, work, os, arch, garbage]).toEqual([
    join(machine.root, "module"),
    "0",
    "-mod=readonly",
    "off",
    "",
    "",
    "400",
  ]);
  expect(temporary?.startsWith(join(machine.cache, "tools", "etcd-1.2.3-linux-x64.tmp-"))).toBe(
    true,
  );
});

test("the compiler takes the user's own GOGC", async () => {
  writeExecutable(
    join(machine.bin, "go"),
    `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; echo local; exit; fi
echo "collects at $GOGC" >&2
exit 1
`,
  );
  await expect(locate({ env: { ...machine.env, GOGC: "50" } })).rejects.toThrow("collects at 50");
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
