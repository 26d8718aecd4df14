/** Where the real programs of a rehearsal come from. */
export { TOOL_NAMES, type ToolName } from "./catalogue.ts";
export { type LocatedChart, locateChart } from "./chart.ts";
export { type Diagnosis, diagnose, doctor, type Finding } from "./doctor.ts";
export { type LocatedLanguageHost, locateLanguageHost } from "./language-host.ts";
export { type LocateOptions, locateToolchain } from "./locate.ts";
export type { LocatedTool, Toolchain, ToolOrigin } from "./plan.ts";
export {
  type LocatedPlugin,
  linkPlugin,
  PLUGIN_NAMES,
  type PluginName,
  type PluginOrigin,
} from "./plugin-store.ts";
export { locateProviderPlugins } from "./plugins.ts";
export type { OnProgress, ToolchainProgress } from "./progress.ts";
