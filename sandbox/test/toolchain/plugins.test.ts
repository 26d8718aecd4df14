import { access, lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { installStandIns } from "../../plugins/install.ts";
import { linkPlugin } from "../../toolchain/plugin-store.ts";
import { locateProviderPlugins } from "../../toolchain/plugins.ts";
import type { ToolchainProgress } from "../../toolchain/progress.ts";
import { writeExecutable } from "../support/executable.ts";
import { FAST, type FakeMachine, fakeMachine } from "./support/fakes.ts";

const OKTA = "7.1.0";
const ARCHIVE = `https://get.pulumi.com/releases/plugins/pulumi-resource-okta-v${OKTA}-linux-amd64.tar.gz`;

/** An engine that knows how to install plugins, writes down each request, and does as it is told. */
const ENGINE = `#!/bin/sh
echo "$*" >> "$HOME/engine.log"
if [ -n "$FAKE_ENGINE_FAILS" ]; then echo "warning: retrying" >&2; echo "$FAKE_ENGINE_FAILS" >&2; exit 255; fi
directory="$PULUMI_HOME/plugins/resource-$4-v$5"
mkdir -p "$directory"
echo '#!/bin/sh' > "$directory/pulumi-resource-$4"
chmod +x "$directory/pulumi-resource-$4"
`;

let machine: FakeMachine;
let pulumi: string;
let reachable: string[];
let asked: string[];
let progress: ToolchainProgress[];
beforeEach(async () => {
  machine = await fakeMachine();
  pulumi = writeExecutable(join(machine.root, "pulumi"), ENGINE);
  await writeSdk("okta", OKTA);
  reachable = [];
  asked = [];
  progress = [];
  vi.stubGlobal("fetch", async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    if (reachable.includes(url)) return new Response("");
    throw new TypeError("fetch failed", {
      cause: new Error("getaddrinfo ENOTFOUND get.pulumi.com"),
    });
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await machine.remove();
});

const locate = (env: NodeJS.ProcessEnv = {}) =>
  locateProviderPlugins({
    pulumi,
    project: machine.root,
    env: { ...machine.env, PATH: `${machine.bin}:/usr/bin:/bin`, ...env },
    cacheDirectory: machine.cache,
    platform: { os: "linux", arch: "x64" },
    timings: FAST,
    onProgress: (event) => progress.push(event),
  });

/** An SDK among the dependencies of the project's program. */
async function writeSdk(name: string, version: string): Promise<void> {
  const folder = join(machine.root, "node_modules/@pulumi", name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ version }));
}

async function installInto(home: string, version = OKTA): Promise<string> {
  const directory = join(home, "plugins", `resource-okta-v${version}`);
  await mkdir(directory, { recursive: true });
  return writeExecutable(join(directory, "pulumi-resource-okta"), "#!/bin/sh\n");
}

test("with nothing installed and nothing reachable, all three are stand-ins, at the version of the project's SDK if it has one", async () => {
  const standIn = { origin: "stand-in", path: undefined };
  const why = "get.pulumi.com cannot be reached (getaddrinfo ENOTFOUND get.pulumi.com)";
  expect(await locate()).toEqual([
    { ...standIn, name: "okta", version: OKTA, detail: `stand-in of 7.0.0: ${why}` },
    { ...standIn, name: "kubernetes", version: "4.34.2", detail: `stand-in: ${why}` },
    { ...standIn, name: "random", version: "4.21.2", detail: `stand-in: ${why}` },
  ]);
  expect(asked).toContain(`HEAD ${ARCHIVE}`);
});

test("an official plugin on PATH comes first, unless the engine is told to ignore it", async () => {
  const onPath = writeExecutable(join(machine.bin, "pulumi-resource-okta"), "#!/bin/sh\n");
  const inHome = await installInto(join(machine.root, ".pulumi"));
  expect((await locate())[0]).toMatchObject({ origin: "path", path: onPath });
  for (const PULUMI_IGNORE_AMBIENT_PLUGINS of ["true", "1"]) {
    const [okta] = await locate({ PULUMI_IGNORE_AMBIENT_PLUGINS });
    expect(okta).toMatchObject({ origin: "home", path: inHome });
  }
  expect((await locate({ PULUMI_IGNORE_AMBIENT_PLUGINS: "false" }))[0]?.origin).toBe("path");
});

test.each([
  [OKTA, "official, on PATH"],
  ["7.9.9", `official, on PATH; the project's SDK asks for ${OKTA}`],
])("a plugin on PATH is asked for its own version: %s", async (version, detail) => {
  const place = { node: process.execPath, helm: "helm" };
  const { okta } = await installStandIns(join(machine.root, "x"), { okta: version }, place);
  await symlink(okta ?? "", join(machine.bin, "pulumi-resource-okta"));
  expect((await locate())[0]).toMatchObject({ origin: "path", version, detail });
});

test.each([
  ["ends at once", "exit 0"],
  ["says something else first", "echo hello; sleep 5"],
  ["has no service at its port", "echo 1; sleep 5"],
])(
  "a plugin on PATH that %s has no known version, and is taken all the same",
  async (_what, body) => {
    writeExecutable(join(machine.bin, "pulumi-resource-okta"), `#!/bin/sh\n${body}\n`);
    expect((await locate())[0]).toMatchObject({
      origin: "path",
      version: "",
      detail: `official, on PATH; it does not tell its version, the project's SDK asks for ${OKTA}`,
    });
  },
);

test("PULUMI_HOME is searched in place of ~/.pulumi, for the exact version", async () => {
  await installInto(join(machine.root, ".pulumi"));
  const home = join(machine.root, "elsewhere");
  await installInto(home, "6.9.9");
  expect((await locate({ PULUMI_HOME: home }))[0]?.origin).toBe("stand-in");
  const path = await installInto(home);
  expect((await locate({ PULUMI_HOME: home }))[0]).toMatchObject({ origin: "home", path });
});

test("a plugin whose installation did not finish, or without its executable, does not count", async () => {
  const home = join(machine.root, ".pulumi");
  await installInto(home);
  const directory = join(home, "plugins", `resource-okta-v${OKTA}`);
  await writeFile(`${directory}.partial`, "");
  expect((await locate())[0]?.origin).toBe("stand-in");
  await mkdir(join(machine.root, "x", "plugins", `resource-okta-v${OKTA}`), { recursive: true });
  expect((await locate({ PULUMI_HOME: join(machine.root, "x") }))[0]?.origin).toBe("stand-in");
});

test("a reachable plugin is installed by the engine into this project's cache, once", async () => {
  reachable = [ARCHIVE];
  const path = join(
    machine.cache,
    "pulumi-home",
    "plugins",
    `resource-okta-v${OKTA}`,
    "pulumi-resource-okta",
  );
  expect((await locate())[0]).toMatchObject({
    origin: "download",
    path,
    detail: "official, downloaded",
  });
  expect(progress.map(({ subject, phase }) => `${subject}: ${phase}`)).toEqual([
    "plugin okta: download",
    "plugin okta: done",
  ]);
  expect((await locate())[0]).toMatchObject({ origin: "cache", path });
  const calls = await readFile(join(machine.root, "engine.log"), "utf8");
  expect(calls).toBe(`plugin install resource okta ${OKTA} --exact\n`);
  await expect(access(join(machine.root, ".pulumi"))).rejects.toThrow("ENOENT");
  expect(await readdir(join(machine.cache, "tools"))).toEqual([]);
});

test("the engine checks a plugin's archive where the team keeps its digest", async () => {
  reachable = [ARCHIVE];
  const digest = "c".repeat(64);
  await writeFile(
    join(machine.root, "toolchain-digests.json"),
    JSON.stringify({ [ARCHIVE]: digest }),
  );
  await locate();
  const calls = await readFile(join(machine.root, "engine.log"), "utf8");
  expect(calls).toBe(`plugin install resource okta ${OKTA} --exact --checksum ${digest}\n`);
});

test("a download that fails leaves the stand-in, and the engine's own reason", async () => {
  reachable = [ARCHIVE];
  const [okta] = await locate({ FAKE_ENGINE_FAILS: "error: failed all 5 attempts" });
  expect(okta).toMatchObject({
    origin: "stand-in",
    path: undefined,
    detail: "stand-in: the download failed (error: failed all 5 attempts)",
  });
  expect(progress.at(-1)).toMatchObject({ phase: "problem" });
});

test("NEO4J_OKTA_NO_DOWNLOAD=1 asks no server", async () => {
  reachable = [ARCHIVE];
  const [okta] = await locate({ NEO4J_OKTA_NO_DOWNLOAD: "1" });
  expect(okta?.detail).toBe("stand-in of 7.0.0: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD");
  expect(asked).toEqual([]);
});

test("a plugin is linked file by file into a folder that the engine counts as a plugin", async () => {
  const path = await installInto(join(machine.root, ".pulumi"));
  const home = join(machine.root, "run-home");
  const [okta] = await locate();
  if (okta === undefined) throw new Error("okta is missing");
  await linkPlugin(okta, home);
  const directory = join(home, "plugins", `resource-okta-v${OKTA}`);
  expect((await lstat(directory)).isDirectory()).toBe(true);
  expect(await readFile(join(directory, "pulumi-resource-okta"), "utf8")).toBe(
    await readFile(path, "utf8"),
  );
  await linkPlugin({ ...okta, origin: "stand-in", path: undefined }, join(machine.root, "none"));
  await expect(access(join(machine.root, "none"))).rejects.toThrow("ENOENT");
});
