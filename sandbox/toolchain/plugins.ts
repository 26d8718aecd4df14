import { createRequire } from "node:module";
import { join } from "node:path";
import { STAND_INS } from "../plugins/install.ts";
import { probe } from "./download.ts";
import { type LocateOptions, type Surroundings, surroundings } from "./locate.ts";
import {
  installedIn,
  installPlugin,
  type LocatedPlugin,
  PLUGIN_NAMES,
  type PluginName,
  type PluginOrigin,
  pluginCache,
  pluginUrl,
} from "./plugin-store.ts";
import { versionOfPlugin } from "./plugin-version.ts";
import { findOnPath, ignoresAmbientPlugins, pulumiHome } from "./survey.ts";

/**
 * Finds the official provider plugins of the versions that the project's SDKs ask for, in the order in which the engine itself would, then in this
 * project's cache, then on the download server. A plugin that cannot be had is a stand-in, never an error.
 *
 * @param options.pulumi the engine that installs downloads
 */
export async function locateProviderPlugins(
  options: LocateOptions & { pulumi: string },
): Promise<LocatedPlugin[]> {
  const around = surroundings(options);
  const surveys = await Promise.all(PLUGIN_NAMES.map((name) => surveyPlugin(name, around)));
  const located: LocatedPlugin[] = [];
  for (const { plugin, download } of surveys) {
    located.push(download ? await installPlugin(plugin, options.pulumi, around) : plugin);
  }
  return located;
}

/** Whether the official plugin is there, or can be fetched; nothing is installed. */
export async function isOfficialAtHand(name: PluginName, options: LocateOptions): Promise<boolean> {
  const { plugin, download } = await surveyPlugin(name, surroundings(options));
  return download || plugin.origin !== "stand-in";
}

/** Looks for one plugin without installing it; `download` says whether the official one could be fetched. */
export async function surveyPlugin(
  name: PluginName,
  around: Surroundings,
): Promise<{ plugin: LocatedPlugin; download: boolean }> {
  const version = sdkVersion(name, around.project) ?? STAND_INS[name];
  const found = (origin: PluginOrigin, path: string, detail: string) => ({
    plugin: { name, version, origin, path, detail },
    download: false,
  });
  if (!ignoresAmbientPlugins(around.env)) {
    const [path] = await findOnPath(`pulumi-resource-${name}`, around.env);
    if (path !== undefined)
      return { plugin: await onPath(name, path, version, around), download: false };
  }
  const inHome = await installedIn(pulumiHome(around.env), name, version);
  if (inHome !== undefined) return found("home", inHome, "official, in PULUMI_HOME");
  const inCache = await installedIn(pluginCache(around), name, version);
  if (inCache !== undefined)
    return found("cache", inCache, "official, downloaded by an earlier run");
  const answer = await probe(pluginUrl({ name, version }, around), around, "HEAD");
  const follows = version === STAND_INS[name] ? "" : ` of ${STAND_INS[name]}`;
  const download = "text" in answer;
  const detail = download ? "official, to be downloaded" : `stand-in${follows}: ${answer.reason}`;
  return { plugin: { name, version, origin: "stand-in", path: undefined, detail }, download };
}

/** The engine takes a plugin on PATH whatever its version is, so the plugin itself is asked. */
async function onPath(
  name: PluginName,
  path: string,
  asked: string,
  { env }: Surroundings,
): Promise<LocatedPlugin> {
  const version = await versionOfPlugin(path, env);
  const difference =
    version === undefined
      ? `; it does not tell its version, the project's SDK asks for ${asked}`
      : version === asked
        ? ""
        : `; the project's SDK asks for ${asked}`;
  const detail = `official, on PATH${difference}`;
  return { name, version: version ?? "", origin: "path", path, detail };
}

/** The version of the provider's SDK that the project's program imports; undefined: it has none. */
function sdkVersion(name: PluginName, project: string): string | undefined {
  try {
    const manifest = createRequire(join(project, "package.json"))(`@pulumi/${name}/package.json`);
    return (manifest as { version: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
