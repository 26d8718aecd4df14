import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { pinnedCharts } from "../neo4j/pinned-chart.ts";
import type { ChartReplacement } from "../plugins/install.ts";
import { type LocatedChart, NEO4J_CHART_REPOSITORY } from "../toolchain/index.ts";
import type { Override } from "./overlay.ts";
import { pinnedVersion } from "./pinned-version.ts";
import type { Settings } from "./project.ts";

/** Where a run keeps copies of the stand-in chart in the versions that its stacks pin. */
export function chartCopies(pulumiHome: string): string {
  return join(pulumiHome, "neo4j-charts");
}

/** What is installed in place of which charts: one that was asked for in place of any Neo4j chart. */
export function chartReplacement(
  { origin, path }: LocatedChart,
  copies: string,
): ChartReplacement | undefined {
  if (path === undefined) return undefined;
  return origin === "option" ? { path } : { path, repository: NEO4J_CHART_REPOSITORY, copies };
}

/** @throws SandboxError `chart-not-replaced` */
export function overrideOf(
  { origin, path }: LocatedChart,
  setting: string | undefined,
): Override | undefined {
  if (path === undefined) return undefined;
  const asked = origin === "option";
  if (setting !== undefined) return { setting, value: path, asked };
  if (!asked) return undefined;
  throw new SandboxError(
    "chart-not-replaced",
    `--chart ${path}: the official Kubernetes plugin installs the chart that the program names. ` +
      "Fix: say with --chart-setting which setting of the program takes the path of a chart.",
    { exitCode: 2 },
  );
}

/**
 * An override for one stack's settings: the stand-in chart is of the version that they pin.
 */
export async function pinnedOverride(
  { chartOverride: override, chart }: { chartOverride: Override | undefined; chart: LocatedChart },
  settings: Settings,
  pulumiHome: string,
): Promise<Override | undefined> {
  if (override === undefined || chart.origin !== "stand-in") return override;
  const version = pinnedVersion(settings, override.setting);
  return { ...override, value: await pinnedCharts(chartCopies(pulumiHome))(version) };
}
