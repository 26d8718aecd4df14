/** Where the real programs of a rehearsal come from. */
export { assertOwnCache, cacheDirectory } from "./cache.ts";
export type { ToolName } from "./catalogue.ts";
export { type LocatedChart, locateChart, NEO4J_CHART_REPOSITORY } from "./chart.ts";
export { locateLanguageHost } from "./language-host.ts";
export { locateToolchain } from "./locate.ts";
export type { Toolchain } from "./plan.ts";
export { type LocatedPlugin, linkPlugin } from "./plugin-store.ts";
export { isOfficialAtHand, locateProviderPlugins } from "./plugins.ts";
