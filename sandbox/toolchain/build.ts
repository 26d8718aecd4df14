import { join } from "node:path";
import type { Staging } from "./cache.ts";
import type { ToolSpec } from "./catalogue.ts";
import { runChild } from "./child.ts";

/**
 * Compiles a tool from its pinned Go module into a staging folder. The module's folder is only read.
 * Go's own caches (modules, compiled packages) are the user's, so a second build is much faster.
 *
 * @param onLine called with each line that Go prints: modules fetched, then packages compiled
 * @throws Error with the last lines of Go's output if the build fails
 */
export async function buildTool(
  spec: ToolSpec,
  go: string,
  staging: Staging,
  options: {
    env: NodeJS.ProcessEnv;
    signal: AbortSignal | undefined;
    onLine: (line: string) => void;
  },
): Promise<void> {
  const { status, tail } = await runChild(
    go,
    [
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
    {
      cwd: spec.build.directory,
      env: goEnvironment(options.env, staging.scratch),
      signal: options.signal,
      onLine: options.onLine,
    },
  );
  if (status !== 0) {
    const last = tail.slice(-5).map((line) => `       ${line}`);
    throw new Error([`go build ended with status ${status}:`, ...last].join("\n"));
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
