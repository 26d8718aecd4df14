import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChartReplacement } from "./kubernetes/release/arguments.ts";

export type { ChartReplacement } from "./kubernetes/release/arguments.ts";

/** The providers that the sandbox has a stand-in for, and the release of the official plugin that each follows. */
export const STAND_INS = { okta: "7.0.0", kubernetes: "4.34.2", random: "4.21.2" } as const;

/** The name of a provider that has a stand-in. */
export type StandInName = keyof typeof STAND_INS;

/** What the plugins are run with. */
export interface InstallOptions {
  /** Path of the Node executable (24 or later: it runs TypeScript as it is). */
  node: string;
  /** Path of the Helm executable that the kubernetes plugin runs. */
  helm: string;
  /** What the kubernetes plugin installs in place of the Neo4j chart. Default: the chart itself. */
  chart?: ChartReplacement | undefined;
  /** Addresses of the repositories that it may send Helm to. Default: any, as with the official plugin. */
  repositories?: readonly string[] | undefined;
}

/**
 * Puts stand-in provider plugins where the engine looks for installed ones:
 * `<pulumiHome>/plugins/resource-<name>-v<version>/pulumi-resource-<name>`, a shell line each. There
 * the engine uses them without a word, which it would not if they were on the PATH.
 *
 * @param which version by name: the one that the program's SDK asks the engine for.
 * @returns the executables' paths, by name.
 */
export async function installStandIns(
  pulumiHome: string,
  which: Partial<Record<StandInName, string>>,
  options: InstallOptions,
): Promise<Partial<Record<StandInName, string>>> {
  const installed: Partial<Record<StandInName, string>> = {};
  for (const [name, version] of Object.entries(which) as [StandInName, string][]) {
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    await mkdir(folder, { recursive: true });
    const executable = join(folder, `pulumi-resource-${name}`);
    await writeFile(executable, shim(name, version, options));
    await chmod(executable, 0o755);
    installed[name] = executable;
  }
  return installed;
}

function shim(name: StandInName, version: string, options: InstallOptions): string {
  const entry = fileURLToPath(new URL("main.ts", import.meta.url));
  const variables = { PLUGIN_VERSION: version, ...(name === "kubernetes" ? helmOf(options) : {}) };
  const environment = Object.entries(variables).map(([key, value]) => `${key}=${quoted(value)}`);
  return `#!/bin/sh\n${environment.join(" ")} exec ${quoted(options.node)} ${quoted(entry)} ${name} "$@"\n`;
}

/** The variables of the kubernetes plugin. */
function helmOf({ helm, chart, repositories }: InstallOptions): Record<string, string> {
  return {
    HELM: helm,
    ...(chart === undefined ? {} : { NEO4J_CHART: JSON.stringify(chart) }),
    ...(repositories === undefined ? {} : { CHART_REPOSITORIES: JSON.stringify(repositories) }),
  };
}

/** A word for the shell, whatever characters it has. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
