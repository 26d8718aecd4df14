import { link } from "node:fs/promises";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { buildTool, programId } from "./build.ts";
import { Builds } from "./builds.ts";
import { type CacheEntry, cacheKey, readEntry, type Staging, stage } from "./cache.ts";
import type { ToolName, ToolSpec } from "./catalogue.ts";
import { assertKnownDigest, noteDigest, trustedEntry } from "./digests.ts";
import { downloadRelease } from "./download.ts";
import type { GoCommand } from "./go.ts";
import { obtainGo } from "./go-toolchain.ts";
import type { Surroundings } from "./locate.ts";
import { withLock } from "./lock.ts";
import {
  type LocatedTool,
  type MissingTool,
  type Preparation,
  unavailableMessage,
} from "./plan.ts";
import { formatDuration, type Report, reporter, reportingBytes } from "./progress.ts";
import { versionOf } from "./survey.ts";

/**
 * Downloads or builds the missing tools. What comes from one program is prepared one after the
 * other, programs side by side: one is fetched while another one compiles.
 *
 * @throws SandboxError `toolchain-unavailable` for the first tool that no way leads to, `toolchain-digest` for the
 *   first whose download has changed; the others are stopped
 */
export async function prepareTools(
  missing: readonly MissingTool[],
  around: Surroundings,
): Promise<Map<ToolName, LocatedTool>> {
  const prepared = new Map<ToolName, LocatedTool>();
  const failure = new AbortController();
  const signal = around.signal ? AbortSignal.any([around.signal, failure.signal]) : failure.signal;
  const builds = new Builds(around);
  const programs = Map.groupBy(missing, ({ spec }) => spec.build.directory);
  const work = [...programs.values()].map(async (tools) => {
    for (const tool of tools) {
      prepared.set(tool.spec.name, await prepareTool(tool, { ...around, signal }, builds));
    }
  });
  try {
    await Promise.all(
      work.map((part) =>
        part.catch((error) => {
          failure.abort(error);
          throw error;
        }),
      ),
    );
  } finally {
    await Promise.allSettled(work);
  }
  return prepared;
}

/** Downloads or builds one missing tool into the cache, under a lock between processes. */
async function prepareTool(
  tool: MissingTool,
  around: Surroundings,
  builds: Builds,
): Promise<LocatedTool> {
  const { name, version } = tool.spec;
  const key = cacheKey(tool.spec, around.platform);
  const report = reporter(name, version, around.onProgress);
  return withLock(key, around, report, async () => {
    const { entry: ready } = await trustedEntry(tool.spec, around);
    if (ready !== undefined) {
      return { path: ready.path, version, origin: "cache", detail: "prepared by another run" };
    }
    const notes = [...tool.notes];
    for (const way of tool.preparations) {
      const fetched = way.kind === "download" && { url: way.release.url, sha256: way.sha256 };
      if (fetched) await assertKnownDigest(fetched, key, around);
      const staging = await stage(around.cache, key);
      try {
        const detail =
          way.kind === "download"
            ? await download(way, name, staging, around, report)
            : await build(way.go, tool.spec, staging, around, { report, builds });
        const { path } = await commitWorking(way, tool.spec, staging, around);
        if (fetched) await noteDigest(around.cache, key, fetched);
        report("done", detail);
        return { path, version, origin: way.kind, detail };
      } catch (error) {
        around.signal?.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        notes.push(`${way.kind}: ${reason}`);
        report("problem", `the ${way.kind} failed: ${reason.replace(/\s*\n\s*/g, " ")}`);
      } finally {
        await staging.discard();
      }
    }
    throw new SandboxError("toolchain-unavailable", unavailableMessage([{ ...tool, notes }]));
  });
}

async function download(
  { release, sha256 }: Extract<Preparation, { kind: "download" }>,
  name: ToolName,
  staging: Staging,
  around: Surroundings,
  report: Report,
): Promise<string> {
  const started = performance.now();
  const { host } = new URL(release.url);
  const { tickMs } = around.timings;
  await reportingBytes(`downloading from ${host}`, report, tickMs, (onBytes) =>
    downloadRelease(release, name, staging, sha256, around, onBytes),
  );
  return `downloaded from ${host} in ${formatDuration(performance.now() - started)}`;
}

async function build(
  go: GoCommand,
  spec: ToolSpec,
  staging: Staging,
  around: Surroundings,
  { report, builds }: { report: Report; builds: Builds },
): Promise<string> {
  const { signal, env } = around;
  const started = performance.now();
  const output = join(staging.files, spec.name);
  const twin = await builtTwin(spec, around);
  if (twin !== undefined) {
    await link(twin.path, output);
    return `the program that was built for ${twin.name}`;
  }
  const installed = "path" in go;
  const command = installed ? go.path : await obtainGo(go.distribution, around, report);
  const goEnv = installed ? env : { ...env, GOROOT: undefined, GOTOOLCHAIN: "local" };
  const { scratch } = staging;
  await builds.run(spec, (watcher) =>
    buildTool(spec.build, command, output, { env: goEnv, scratch, signal, watcher }),
  );
  return `built with ${go.version} in ${formatDuration(performance.now() - started)}`;
}

/** Another tool of the same program that is built already: its executable serves this one by its name. */
async function builtTwin(
  spec: ToolSpec,
  { catalogue, cache, platform }: Surroundings,
): Promise<{ name: ToolName; path: string } | undefined> {
  for (const other of catalogue) {
    if (other.name === spec.name || other.build.directory !== spec.build.directory) continue;
    const entry = await readEntry(cache, cacheKey(other, platform));
    if (entry?.program === programId(spec.build)) return { name: other.name, path: entry.path };
  }
  return undefined;
}

/** Only an executable that runs here and is the pinned version becomes an entry. */
async function commitWorking(
  way: Preparation,
  spec: ToolSpec,
  staging: Staging,
  around: Surroundings,
): Promise<CacheEntry> {
  const version = await versionOf(join(staging.files, spec.name), spec, around.env);
  if (version !== spec.version) {
    throw new Error(
      version === undefined
        ? `the executable does not run on this machine (${spec.versionArgument} printed no version)`
        : `the executable is version ${version}, wanted ${spec.version}`,
    );
  }
  around.signal?.throwIfAborted();
  return staging.commit(
    spec.name,
    way.kind,
    way.kind === "build" ? programId(spec.build) : undefined,
  );
}
