import { execFile } from "node:child_process";
import { mkdir, readdir, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { keptDigests } from "./digests.ts";
import { reasonOf } from "./download.ts";
import type { Surroundings } from "./locate.ts";
import { withLock } from "./lock.ts";
import { goArch } from "./platform.ts";
import { reporter } from "./progress.ts";
import { isExecutable } from "./survey.ts";

/** The provider plugins of a rehearsal. */
export const PLUGIN_NAMES = ["okta", "kubernetes", "random"] as const;

/** One of {@link PLUGIN_NAMES}. */
export type PluginName = (typeof PLUGIN_NAMES)[number];

/**
 * Where a provider plugin came from: `path` (the engine takes it by itself), `home` (the user's
 * PULUMI_HOME), `cache` (this project's cache), `download` (into that cache, in this run),
 * `stand-in` (no official plugin can be had).
 */
export type PluginOrigin = "path" | "home" | "cache" | "download" | "stand-in";

/** A provider plugin: where it was found, or that a stand-in takes its place. */
export interface LocatedPlugin {
  name: PluginName;
  /**
   * The version that the project's SDK asks for, without an SDK the one that the stand-in follows; of a plugin on
   * PATH the one that it says of itself, empty if it says none.
   */
  version: string;
  origin: PluginOrigin;
  /** The official plugin's executable; undefined for a stand-in. */
  path: string | undefined;
  /** One phrase for people. */
  detail: string;
}

/** Before the name of each official plugin's archive. */
export const PLUGIN_DOWNLOADS = "https://get.pulumi.com/releases/plugins/";

/** Address of the official plugin's archive. */
export function pluginUrl(
  { name, version }: Pick<LocatedPlugin, "name" | "version">,
  { platform }: Pick<Surroundings, "platform">,
): string {
  const { os, arch } = platform;
  const file = `pulumi-resource-${name}-v${version}-${os}-${goArch(platform) ?? arch}.tar.gz`;
  return PLUGIN_DOWNLOADS + file;
}

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Puts an official plugin where an engine with this PULUMI_HOME finds it: a folder of its own with links
 * to the plugin's files (the engine passes over a link to a folder). Plugins on PATH need no place.
 */
export async function linkPlugin(plugin: LocatedPlugin, home: string): Promise<void> {
  if (plugin.path === undefined || plugin.origin === "path") return;
  const source = dirname(plugin.path);
  const target = join(home, "plugins", basename(source));
  await mkdir(target, { recursive: true });
  for (const file of await readdir(source)) await symlink(join(source, file), join(target, file));
}

/** The PULUMI_HOME of this project's own downloads. */
export function pluginCache(around: Surroundings): string {
  return join(around.cache, "pulumi-home");
}

/** The plugin's executable in a PULUMI_HOME, unless it is missing or its installation did not finish. */
export async function installedIn(
  home: string,
  name: PluginName,
  version: string,
): Promise<string | undefined> {
  const directory = join(home, "plugins", `resource-${name}-v${version}`);
  const partial = await stat(`${directory}.partial`).catch(() => undefined);
  const path = join(directory, `pulumi-resource-${name}`);
  return partial === undefined && (await isExecutable(path)) ? path : undefined;
}

/**
 * Has the engine download an official plugin into this project's cache, under a lock between processes.
 * If that fails, the plugin stays a stand-in. The engine checks the archive's digest where the team
 * keeps one.
 *
 * @param pulumi the engine's executable
 */
export async function installPlugin(
  plugin: LocatedPlugin,
  pulumi: string,
  around: Surroundings,
): Promise<LocatedPlugin> {
  const { name, version } = plugin;
  const report = reporter(`plugin ${name}`, version, around.onProgress);
  const home = pluginCache(around);
  return withLock(`plugin-${name}-${version}`, around, report, async () => {
    const ready = await installedIn(home, name, version);
    if (ready !== undefined) {
      const detail = "official, downloaded by another run";
      return { ...plugin, origin: "cache", path: ready, detail };
    }
    report("download", "downloading the official plugin");
    try {
      const digest = (await keptDigests(around.project))?.digests[pluginUrl(plugin, around)];
      const checksum = digest === undefined ? [] : ["--checksum", digest];
      await run(pulumi, ["plugin", "install", "resource", name, version, "--exact", ...checksum], {
        env: { ...around.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
        timeout: INSTALL_TIMEOUT_MS,
        ...(around.signal && { signal: around.signal }),
      });
      const path = await installedIn(home, name, version);
      if (path === undefined) throw new Error("pulumi plugin install left no executable");
      report("done", "ready (download)");
      return { ...plugin, origin: "download", path, detail: "official, downloaded" };
    } catch (error) {
      around.signal?.throwIfAborted();
      const printed = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1)?.trim();
      const reason = printed || reasonOf(error);
      report("problem", `the download failed, a stand-in takes its place: ${reason}`);
      return { ...plugin, detail: `stand-in: the download failed (${reason})` };
    }
  });
}
