import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OwnedProcess } from "../process/process.ts";
import { describeExit } from "../process/process-error.ts";
import type { ToolBuild } from "./catalogue.ts";

/** Told what Go does in one build, as it does it. */
export interface BuildWatcher {
  moduleFetched(): void;
  packageCompiled(): void;
}

const REASON_LINES = 5;

/**
 * Flags of the compiler: functions are not inlined, which saves a fifth of the time and which a rehearsal does not
 * notice; debugging information, which the linker would leave out (`-s -w`), is not made: that saves a tenth; checks of
 * bounds that the compiler could prove needless stay in (`ssa/prove`): that saves another twelfth.
 */
const COMPILER_FLAGS = "-l -dwarf=false -d=ssa/prove/off";

/**
 * How much garbage the compiler may hold, in percent of what it needs: saves another tenth of the time or more. The
 * largest package takes 450 MB so, in place of 290 MB.
 */
const COMPILER_GARBAGE = "400";

/** Of the standard library, what leads to nearly all that the programs need of it. */
const STANDARD_LIBRARY = [
  ...["archive/tar", "archive/zip", "database/sql", "encoding/gob", "encoding/xml", "log/slog"],
  ...["net/http/httputil", "net/http/pprof", "net/rpc", "os/exec"],
];

/**
 * Compiles a program from its pinned Go module to `output`. The module's folder is only read.
 * Go compiles nothing of a program before it has fetched all modules. The standard library needs none,
 * so it is compiled meanwhile.
 * Go's own caches (modules, compiled packages) are the user's, so a second build is much faster.
 *
 * @throws Error with what Go said last if the build fails
 */
export async function buildTool(
  program: ToolBuild,
  go: string,
  output: string,
  options: {
    env: NodeJS.ProcessEnv;
    /** For intermediate files. */
    scratch: string;
    signal: AbortSignal | undefined;
    watcher: BuildWatcher;
  },
): Promise<void> {
  options.signal?.throwIfAborted();
  const { watcher } = options;
  const reasons: string[] = [];
  const onLine = (line: string): void => {
    if (line.startsWith("go: downloading ")) watcher.moduleFetched();
    else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) watcher.packageCompiled();
    else reasons.push(line);
  };
  const goBuild = (args: string[]) =>
    new OwnedProcess({
      name: "go build",
      command: go,
      args: [
        "build",
        "-v",
        "-trimpath",
        "-buildvcs=false",
        `-gcflags=all=${COMPILER_FLAGS}`,
        ...args,
      ],
      cwd: program.directory,
      env: goEnvironment(options.env, options.scratch),
      onLine,
    });
  const build = goBuild(["-ldflags", program.ldflags, "-o", output, program.package]);
  const standardLibrary = goBuild(STANDARD_LIBRARY);
  const processes = [build, standardLibrary];
  const stop = () => Promise.all(processes.map((process) => process.stop()));
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    await Promise.all(processes.map((process) => process.start()));
    const exit = await build.exited;
    options.signal?.throwIfAborted();
    if (exit.code !== 0) {
      const last = reasons.slice(-REASON_LINES);
      throw new Error([`go build ended with ${describeExit(exit)}:`, ...last].join("\n     "));
    }
  } finally {
    options.signal?.removeEventListener("abort", stop);
    await stop();
  }
}

/** Which program a build gives: equal for builds of the same sources with the same flags. */
export function programId({ directory, package: path, ldflags }: ToolBuild): string {
  const hash = createHash("sha256").update(JSON.stringify([path, ldflags, COMPILER_FLAGS]));
  for (const file of readdirSync(directory).sort()) {
    hash.update(file).update(readFileSync(join(directory, file)));
  }
  return hash.digest("hex").slice(0, 32);
}

/** The user's environment without what would change the result or write into the module's folder. Their GOGC counts. */
function goEnvironment(env: NodeJS.ProcessEnv, temporary: string): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  return {
    ...rest,
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOFLAGS: "-mod=readonly",
    GOGC: env.GOGC ?? COMPILER_GARBAGE,
    GOTMPDIR: temporary,
    GOWORK: "off",
  };
}
