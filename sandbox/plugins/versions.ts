import { createRequire } from "node:module";

/** A provider that the sandbox has a stand-in for. */
export type StandInName = "okta" | "kubernetes" | "random";

/** The version of the plugin that the installed SDK asks the engine for. */
export function pluginVersion(name: StandInName): string {
  const manifest = createRequire(import.meta.url)(`@pulumi/${name}/package.json`) as {
    version: string;
  };
  return manifest.version;
}
