import { link } from "node:fs/promises";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { buildTool, programId } from "./build.ts";
import { Builds } from "./builds.ts";
import { type CacheEntry, readEntry, type Staging, stage } from "./cache.ts";
import type { ToolName, ToolSpec } from "./catalogue.ts";
import { downloadRelease } from "./download.ts";
import { GO_VERSION, type GoDistribution, obtainGo } from "./go-toolchain.ts";
import type { Surroundings } from "./locate.ts";
import { withLock } from "./lock.ts";
import {
  type LocatedTool,
  type MissingTool,
  type Preparation,
  unavailableMessage,
} from "./plan.ts";
import { formatDuration, type ToolchainProgress } from "./progress.ts";
import { cacheKey, versionOf } from "./survey.ts";

type Report = (phase: ToolchainProgress["phase"], text: string) => void;

/**
 * Downloads or builds the missing tools. What comes from one program is prepared one after the
 * other, programs side by side: one is fetched while another one compiles.
 *
 * @throws SandboxError `toolchain-unavailable` for the first tool that no way leads to; the others are stopped
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
  const { version } = tool.spec;
  const key = cacheKey(tool.spec, around.platform);
  const report = reporter(tool, around);
  const onWait = (ms: number): void =>
    report("wait", `another run is preparing it; waiting for that, ${formatDuration(ms)}`);
  return withLock(
    join(around.cache, "tools", key),
    { ...around.timings, signal: around.signal, onWait },
    async () => {
      const ready = await readEntry(around.cache, key);
      if (ready !== undefined) {
        return { path: ready.path, version, origin: "cache", detail: "prepared by another run" };
      }
      const notes = [...tool.notes];
      for (const way of tool.preparations) {
        const staging = await stage(around.cache, key);
        try {
          const detail = await fill(way, tool, staging, around, { report, builds });
          const { path } = await commitWorking(way, tool, staging, around);
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
    },
  );
}

async function fill(
  way: Preparation,
  { spec }: MissingTool,
  staging: Staging,
  around: Surroundings,
  { report, builds }: { report: Report; builds: Builds },
): Promise<string> {
  const { signal, env, timings } = around;
  const started = performance.now();
  const took = (): string => formatDuration(performance.now() - started);
  const output = join(staging.files, spec.name);
  if (way.kind === "build") {
    const twin = await builtTwin(spec, around);
    if (twin !== undefined) {
      await link(twin.path, output);
      return `the program that was built for ${twin.name}`;
    }
    const { distribution } = way.go;
    const go = distribution ? await fetchedGo(distribution, around, report) : way.go.path;
    const goEnv = distribution ? { ...env, GOROOT: undefined, GOTOOLCHAIN: "local" } : env;
    const { scratch } = staging;
    await builds.run(spec, (work) =>
      buildTool(spec.build, go, output, { env: goEnv, scratch, signal, work }),
    );
    return `built with ${way.go.version} in ${took()}`;
  }
  const { host } = new URL(way.release.url);
  let arrived = "nothing yet";
  const show = (): void => report("download", `downloading from ${host}, ${arrived}`);
  const onBytes = (text: string): void => {
    arrived = text;
  };
  const download = { ...timings, sha256: way.sha256, signal, onBytes };
  await ticking(show, timings.tickMs, () =>
    downloadRelease(way.release, spec.name, staging, download),
  );
  return `downloaded from ${host} in ${took()}`;
}

async function fetchedGo(
  distribution: GoDistribution,
  around: Surroundings,
  report: Report,
): Promise<string> {
  let arrived = "nothing yet";
  const show = () =>
    report(
      "download",
      `fetching Go ${GO_VERSION} from ${new URL(distribution.url).host}, ${arrived}`,
    );
  const onBytes = (text: string) => {
    arrived = text;
  };
  return ticking(show, around.timings.tickMs, () => obtainGo(distribution, around, onBytes));
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
  { spec }: MissingTool,
  staging: Staging,
  around: Surroundings,
): Promise<CacheEntry> {
  const version = await versionOf(join(staging.files, spec.name), spec, around.env);
  if (version !== spec.version) {
    throw new Error(
      version === undefined
        ? `the executable does not run on this machine (${spec.versionArguments.join(" ")} printed no version)`
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

async function ticking<T>(tick: () => void, every: number, work: () => Promise<T>): Promise<T> {
  tick();
  const timer = setInterval(tick, every);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function reporter({ spec }: MissingTool, around: Surroundings): Report {
  const started = performance.now();
  return (phase, text) =>
    around.onProgress({
      subject: spec.name,
      phase,
      message: `${spec.name} ${spec.version}: ${text}`,
      elapsedMs: performance.now() - started,
    });
}
