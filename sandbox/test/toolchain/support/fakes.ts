import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolSpec } from "../../../toolchain/catalogue.ts";
import type { Release } from "../../../toolchain/releases.ts";
import { writeExecutable } from "../../support/executable.ts";

/** A machine in a temporary folder: a PATH of its own, a cache, a home, and a `go` that compiles nothing. */
export interface FakeMachine {
  root: string;
  bin: string;
  cache: string;
  /**
   * Where the fake `go` blocks until a line is written, if `FAKE_GO_GATE` is set to it. `FAKE_GO_GATED` is
   * the tool whose build blocks; default: each.
   */
  gate: string;
  env: NodeJS.ProcessEnv;
  /** The arguments of each `go build` of a program so far, preceded by its process id. */
  builds(): string[];
  remove(): Promise<void>;
}

export const FAKE_VERSION = "1.2.3";

const FAKE_GO = `#!/bin/sh
if [ "$1" = env ]; then echo "$FAKE_GO_VERSION"; echo local; exit 0; fi
case "$*" in *" -o "*) ;; *) exit 0;; esac
echo "$$ $*" >> "$FAKE_GO_LOG"
while [ $# -gt 0 ]; do [ "$1" = -o ] && out="$2"; shift; done
echo "go: downloading example.com/module v1.0.0" >&2
n=0; while [ $n -lt "\${FAKE_GO_PACKAGES:-0}" ]; do n=$((n + 1)); echo "example.com/package-$n" >&2; done
if [ -n "$FAKE_GO_GATE" ]; then case "$out" in *"$FAKE_GO_GATED") read -r line < "$FAKE_GO_GATE";; esac; fi
if [ -n "$FAKE_GO_FAILS" ]; then echo "$FAKE_GO_FAILS" >&2; echo example.com/other >&2; exit 1; fi
echo '#!/bin/sh' > "$out"
echo 'echo "tool Version: ${FAKE_VERSION}"' >> "$out"
chmod +x "$out"
`;

export async function fakeMachine(): Promise<FakeMachine> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "toolchain-test-")));
  const bin = join(root, "bin");
  const log = join(root, "go.log");
  await mkdir(bin);
  await mkdir(join(root, "module"));
  await symlink("/bin/chmod", join(bin, "chmod"));
  const gate = join(root, "gate");
  execFileSync("mkfifo", [gate]);
  return {
    root,
    bin,
    cache: join(root, "cache"),
    gate,
    env: { PATH: bin, HOME: root, GOPROXY: "off", FAKE_GO_LOG: log, FAKE_GO_VERSION: "go1.26.8" },
    builds: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export async function installGo(machine: FakeMachine): Promise<void> {
  writeExecutable(join(machine.bin, "go"), FAKE_GO);
}

export async function installTool(machine: FakeMachine, version: string): Promise<string> {
  return writeExecutable(join(machine.bin, "etcd"), `#!/bin/sh\necho "etcd Version: ${version}"\n`);
}

/** A catalogue of one tool, `etcd` 1.2.3. */
export function fakeCatalogue(root: string, release?: Release): () => ToolSpec[] {
  return () => [
    {
      name: "etcd",
      variable: "NEO4J_OKTA_ETCD",
      version: FAKE_VERSION,
      accepts: "~1.2",
      versionArgument: "--version",
      release,
      build: {
        directory: join(root, "module"),
        package: "example.com/etcd",
        ldflags: "-s -w -X example.com/version.Version=v1.2.3",
        go: "1.26",
        packages: 50,
      },
    },
  ];
}

/** Quick where nothing is expected to be slow, patient where a busy machine may be. */
export const FAST = {
  probeMs: 10_000,
  idleMs: 10_000,
  lockStaleMs: 15_000,
  lockPollMs: 20,
  tickMs: 20,
};
