import { resolve } from "node:path";
import { SandboxError } from "../errors.ts";
import { assertOwnCache, cacheDirectory, ensureTools } from "./cache.ts";
import { type ToolName, type ToolSpec, toolCatalogue } from "./catalogue.ts";
import { offerDownload } from "./download.ts";
import { installedGo, judgeGo } from "./go.ts";
import { offerGo } from "./go-toolchain.ts";
import { findInstalled } from "./installed.ts";
import {
  announcement,
  type LocatedTool,
  type MissingTool,
  type Preparation,
  type Toolchain,
  unavailableMessage,
} from "./plan.ts";
import { type Platform, supportedPlatform } from "./platform.ts";
import { prepareTools } from "./prepare.ts";
import type { OnProgress } from "./progress.ts";

const DEFAULT_TIMINGS = {
  /** Milliseconds for a server's first answer, which tells whether it can be reached at all. */
  probeMs: 3_000,
  /** Milliseconds without one byte of a file. */
  idleMs: 30_000,
  /** Milliseconds after which the lock of a killed process counts as abandoned; at least 2000. */
  lockStaleMs: 15_000,
  /** Milliseconds between two attempts to take a lock that another process holds. */
  lockPollMs: 1_000,
  /** Milliseconds between two progress lines of a wait, a build or a download. */
  tickMs: 10_000,
};

/** Waiting times of the toolchain, in milliseconds. */
export type ToolchainTimings = typeof DEFAULT_TIMINGS;

/** Where tools are looked for, and who is told about it. */
export interface Surroundings {
  /** Called with lines for people who wait. Default: nobody is told. */
  onProgress: OnProgress;
  /** Ends downloads and builds, and removes what they left. The call then rejects with the signal's reason. */
  signal: AbortSignal | undefined;
  /** Where PATH and the `NEO4J_OKTA_*` variables are read. Default `process.env`. */
  env: NodeJS.ProcessEnv;
  cache: string;
  /** Folder of the Pulumi project, whose SDKs say which plugins are needed. Default: the current one. */
  project: string;
  platform: Platform;
  catalogue: ToolSpec[];
  timings: ToolchainTimings;
}

/** What may be said about the surroundings. */
export interface LocateOptions
  extends Partial<Pick<Surroundings, "onProgress" | "signal" | "env" | "project">> {
  /** Default: `NEO4J_OKTA_CACHE`, else the user's cache folder. */
  cacheDirectory?: string | undefined;
  /** Default: this machine. */
  platform?: { os: string; arch: string };
  /** Default: the five tools with their pinned versions. */
  catalogue?: (platform: Platform) => ToolSpec[];
  timings?: Partial<ToolchainTimings>;
  /** Tools that are needed. Default: all of the catalogue. */
  only?: readonly ToolName[];
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
    project: resolve(options.project ?? "."),
    platform,
    catalogue: (options.catalogue ?? toolCatalogue)(platform).filter(({ name }) => {
      return options.only?.includes(name) ?? true;
    }),
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
  await assertOwnCache(around.cache);
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
  const searches = around.catalogue.map(async (spec) => {
    return { spec, ...(await findInstalled(spec, around)) };
  });
  for (const { spec, tool, notes } of await Promise.all(searches)) {
    if (tool) found.set(spec.name, tool);
    else absent.push({ spec, notes });
  }
  return { found, missing: absent.length === 0 ? [] : await findPreparations(absent, around) };
}

/** The ways to each missing tool: its official download, then a build with a Go that is there or can be fetched. */
async function findPreparations(
  absent: readonly { spec: ToolSpec; notes: string[] }[],
  around: Surroundings,
): Promise<MissingTool[]> {
  const installed = await installedGo(around.env);
  const lacksGo = absent.some(({ spec }) => "reason" in judgeGo(installed, spec.build.go));
  const fetched = lacksGo ? await offerGo(around) : { reason: "it is not needed" };
  const searches = absent.map(async ({ spec, notes }): Promise<MissingTool> => {
    const preparations: Preparation[] = [];
    const tried = [...notes];
    const download = await offerDownload(spec.release, around);
    if ("reason" in download) tried.push(`download: ${download.reason}`);
    else preparations.push({ kind: "download", ...download });
    const local = judgeGo(installed, spec.build.go);
    const go = "reason" in local ? fetched : local;
    if (!("reason" in go)) preparations.push({ kind: "build", go });
    else if ("reason" in local) {
      tried.push(`build: ${local.reason}; nor can Go be fetched: ${go.reason}`);
    }
    return { spec, preparations, notes: tried };
  });
  return Promise.all(searches);
}
