/** Where the real programs of a rehearsal come from. */
export { type LocatedChart, locateChart } from "./chart.ts";
export { locateLanguageHost } from "./language-host.ts";
export { type LocateOptions, locateToolchain } from "./locate.ts";
export type { Toolchain } from "./plan.ts";
export { type LocatedPlugin, linkPlugin } from "./plugin-store.ts";
export { locateProviderPlugins } from "./plugins.ts";
