import { SandboxError } from "../errors.ts";
import { cacheDirectory, ensureTools } from "./cache.ts";
import { type ToolName, type ToolSpec, toolCatalogue } from "./catalogue.ts";
import { type DownloadTimings, offerDownload } from "./download.ts";
import { GO_VERSION, type GoDistribution, offerGo } from "./go-toolchain.ts";
import type { LockTimings } from "./lock.ts";
import {
  chooseInstalled,
  choosePreparations,
  type LocatedTool,
  type MissingTool,
  type Toolchain,
  unavailableMessage,
} from "./plan.ts";
import { type Platform, supportedPlatform } from "./platform.ts";
import { prepareTools } from "./prepare.ts";
import type { OnProgress } from "./progress.ts";
import { surveyGo, surveyInstalled } from "./survey.ts";
import { type GoVerdict, judgeGo } from "./versions.ts";

/** Waiting times of the toolchain, in milliseconds. */
export type ToolchainTimings = DownloadTimings &
  LockTimings & {
    /** Between two progress lines of a running build or download. */
    tickMs: number;
  };

const DEFAULT_TIMINGS: ToolchainTimings = {
  probeMs: 3_000,
  idleMs: 30_000,
  lockStaleMs: 15_000,
  lockPollMs: 1_000,
  tickMs: 10_000,
};

/** What may be said about where to look. */
export interface LocateOptions {
  /** Called with lines for people who wait. Default: nobody is told. */
  onProgress?: OnProgress;
  /** Ends downloads and builds, and removes what they left. The call then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Where PATH and the `NEO4J_OKTA_*` variables are read. Default `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** Default: `NEO4J_OKTA_CACHE`, else the user's cache folder. */
  cacheDirectory?: string | undefined;
  /** Folder of the Pulumi project, whose SDKs say which plugins are needed. Default: the current one. */
  project?: string | undefined;
  /** Default: this machine. */
  platform?: { os: string; arch: string };
  /** Default: the five tools with their pinned versions. */
  catalogue?: (platform: Platform) => ToolSpec[];
  timings?: Partial<ToolchainTimings>;
}

/** The options with every default in its place. */
export interface Surroundings {
  onProgress: OnProgress;
  signal: AbortSignal | undefined;
  env: NodeJS.ProcessEnv;
  cache: string;
  project: string;
  platform: Platform;
  catalogue: ToolSpec[];
  timings: ToolchainTimings;
}

/** Puts every default in its place. */
export function surroundings(options: LocateOptions): Surroundings {
  const { os, arch } = options.platform ?? { os: process.platform, arch: process.arch };
  const platform = supportedPlatform(os, arch);
  const env = options.env ?? process.env;
  return {
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
    env,
    cache: cacheDirectory(env, options.cacheDirectory),
    project: options.project ?? process.cwd(),
    platform,
    catalogue: (options.catalogue ?? toolCatalogue)(platform),
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
  };
}

/**
 * Finds the engine, Helm, etcd and the Kubernetes executables, and prepares those that are missing:
 * environment variable, PATH, cache, official download, build from the pinned Go module, in this order.
 * Two runs at once prepare each tool once.
 *
 * @throws SandboxError `toolchain-unavailable` before any work if a tool cannot be had from anywhere
 */
export async function locateToolchain(options: LocateOptions = {}): Promise<Toolchain> {
  const around = surroundings(options);
  around.signal?.throwIfAborted();
  const { found, missing } = await surveyTools(around);
  const hopeless = missing.filter(({ preparations }) => preparations.length === 0);
  if (hopeless.length > 0) {
    throw new SandboxError("toolchain-unavailable", unavailableMessage(hopeless));
  }
  if (missing.length > 0) {
    await ensureTools(around.cache);
    around.onProgress({
      subject: "toolchain",
      phase: "plan",
      message: announcement(missing, around.cache),
      elapsedMs: 0,
    });
  }
  const prepared = await prepareTools(missing, around);
  return Object.fromEntries(
    around.catalogue.map(({ name }) => [name, found.get(name) ?? prepared.get(name)]),
  ) as Toolchain;
}

/** Looks for every tool without preparing any; asks the download servers only for what is missing. */
export async function surveyTools(
  around: Surroundings,
): Promise<{ found: Map<ToolName, LocatedTool>; missing: MissingTool[] }> {
  const found = new Map<ToolName, LocatedTool>();
  const absent: { spec: ToolSpec; notes: string[] }[] = [];
  const surveys = around.catalogue.map(async (spec) => ({
    spec,
    installed: await surveyInstalled(spec, around),
  }));
  for (const { spec, installed } of await Promise.all(surveys)) {
    const { choice, notes } = chooseInstalled(spec, installed);
    if (choice === undefined) absent.push({ spec, notes });
    else found.set(spec.name, choice);
  }
  if (absent.length === 0) return { found, missing: [] };
  const installed = await surveyGo(around.env);
  const lacksGo = absent.some(({ spec }) => !judgeGo(installed, spec.build.go).usable);
  const offered = lacksGo
    ? await offerGo(around.platform, { ...around, ...around.timings })
    : undefined;
  const offers = absent.map(async ({ spec, notes }) => {
    const download = await offerDownload(spec.release, { ...around, ...around.timings });
    const go = goFor(judgeGo(installed, spec.build.go), offered);
    const ways = choosePreparations(spec, { download, go });
    return { spec, preparations: ways.choice, notes: [...notes, ...ways.notes] };
  });
  return { found, missing: await Promise.all(offers) };
}

/** An installed Go that can be used, else the one that the module proxy has. */
function goFor(
  verdict: GoVerdict,
  offered: GoDistribution | { reason: string } | undefined,
): GoVerdict {
  if (verdict.usable || offered === undefined) return verdict;
  if ("reason" in offered) {
    return { usable: false, reason: `${verdict.reason}; nor can Go be fetched: ${offered.reason}` };
  }
  const version = `go${GO_VERSION}`;
  return { usable: true, go: { path: "", version, toolchain: "local", distribution: offered } };
}

function announcement(missing: readonly MissingTool[], cache: string): string {
  const builds = missing.filter(({ preparations }) => preparations[0]?.kind === "build");
  const programs = new Map(builds.map(({ spec }) => [spec.build.directory, spec.build.packages]));
  const packages = [...programs.values()].reduce((sum, count) => sum + count, 0);
  const names = missing.map(({ spec }) => `${spec.name} ${spec.version}`).join(", ");
  const count = programs.size === 1 ? "1 program" : `${programs.size} programs`;
  const how =
    builds.length === 0
      ? "all are downloads"
      : `${count} to build from source, ${packages} Go packages with empty caches`;
  return `Preparing ${names} once, into ${cache}: ${how}.`;
}
