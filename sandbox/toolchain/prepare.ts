import { availableParallelism } from "node:os";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { type BuildWork, buildTool } from "./build.ts";
import { type CacheEntry, readEntry, type Staging, stage } from "./cache.ts";
import { downloadRelease } from "./download.ts";
import type { Surroundings } from "./locate.ts";
import { withLock } from "./lock.ts";
import {
  buildEstimateSeconds,
  type LocatedTool,
  type MissingTool,
  type Preparation,
  unavailableMessage,
} from "./plan.ts";
import { formatDuration, formatElapsed, type ToolchainProgress } from "./progress.ts";
import { cacheKey, versionOf } from "./survey.ts";

type Report = (phase: ToolchainProgress["phase"], text: string, estimateMs?: number) => void;

/**
 * Downloads or builds one missing tool into the cache, under a lock between processes.
 *
 * @throws SandboxError `toolchain-unavailable` if every way fails, with what each one said
 */
export async function prepareTool(tool: MissingTool, around: Surroundings): Promise<LocatedTool> {
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
          const detail = await fill(way, tool, staging, around, report);
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
  report: Report,
): Promise<string> {
  const { signal, env, timings } = around;
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  if (way.kind === "download") {
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
    return `downloaded from ${host} in ${formatDuration(elapsed())}`;
  }
  const estimateMs = buildEstimateSeconds(spec, availableParallelism()) * 1000;
  const work = { modulesFetched: 0, packagesCompiled: 0 };
  const show = (): void => {
    const time = formatElapsed(elapsed(), estimateMs);
    report("build", `building with ${way.go.version}, ${time}${describeWork(work)}`, estimateMs);
  };
  await ticking(show, timings.tickMs, () =>
    buildTool(spec, way.go.path, staging, { env, signal, work }),
  );
  return `built with ${way.go.version} in ${formatDuration(elapsed())}`;
}

function describeWork({ modulesFetched, packagesCompiled }: BuildWork): string {
  if (packagesCompiled > 0) return ` (${packagesCompiled} packages compiled)`;
  return modulesFetched > 0 ? ` (${modulesFetched} modules fetched)` : "";
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
  return staging.commit(spec.name, way.kind);
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
  return (phase, text, estimateMs) =>
    around.onProgress({
      subject: spec.name,
      phase,
      message: `${spec.name} ${spec.version}: ${text}`,
      elapsedMs: performance.now() - started,
      ...(estimateMs !== undefined && { estimateMs }),
    });
}
