import { join } from "node:path";
import { OwnedProcess } from "../process/process.ts";
import { describeExit } from "../process/process-error.ts";
import type { Staging } from "./cache.ts";
import type { ToolSpec } from "./catalogue.ts";

/** What Go has done so far. */
export interface BuildWork {
  modulesFetched: number;
  packagesCompiled: number;
}

const REASON_LINES = 5;

/**
 * Compiles a tool from its pinned Go module into a staging folder. The module's folder is only read.
 * Go's own caches (modules, compiled packages) are the user's, so a second build is much faster.
 *
 * @param options.work counted up as the build goes on
 * @throws Error with what Go said last if the build fails
 */
export async function buildTool(
  spec: ToolSpec,
  go: string,
  staging: Staging,
  options: {
    env: NodeJS.ProcessEnv;
    signal: AbortSignal | undefined;
    work: BuildWork;
  },
): Promise<void> {
  options.signal?.throwIfAborted();
  const { work } = options;
  const reasons: string[] = [];
  const build = new OwnedProcess({
    name: "go build",
    command: go,
    args: [
      "build",
      "-v",
      "-trimpath",
      "-buildvcs=false",
      "-ldflags",
      spec.build.ldflags,
      "-o",
      join(staging.files, spec.name),
      spec.build.package,
    ],
    cwd: spec.build.directory,
    env: goEnvironment(options.env, staging.scratch),
    onLine: (line) => {
      if (line.startsWith("go: downloading ")) work.modulesFetched += 1;
      else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) work.packagesCompiled += 1;
      else reasons.push(line);
    },
  });
  const stop = (): void => void build.stop();
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    await build.start();
    const exit = await build.exited;
    options.signal?.throwIfAborted();
    if (exit.code !== 0) {
      const last = reasons.slice(-REASON_LINES);
      throw new Error([`go build ended with ${describeExit(exit)}:`, ...last].join("\n     "));
    }
  } finally {
    options.signal?.removeEventListener("abort", stop);
    await build.stop();
  }
}

/** The user's environment without what would change the result or write into the module's folder. */
export function goEnvironment(env: NodeJS.ProcessEnv, temporary: string): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  return {
    ...rest,
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOFLAGS: "-mod=readonly",
    GOTMPDIR: temporary,
    GOWORK: "off",
  };
}
