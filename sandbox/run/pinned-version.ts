import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { releaseInChart } from "../neo4j/pinned-chart.ts";
import { settingAt } from "./overlay.ts";
import { isMapping, type Settings } from "./project.ts";
import type { Reporter } from "./reporter.ts";

/**
 * The version of the chart that a stack's settings pin beside the setting that takes a chart's path:
 * `app:neo4j.chart.version` beside `app:neo4j.chart.path`. Undefined if they pin none there.
 */
export function pinnedVersion(
  settings: Settings,
  chartSetting: string | undefined,
): string | undefined {
  const path = chartSetting?.split(".").slice(0, -1) ?? [];
  const value = settingAt(settings, path.join("."));
  return isMapping(value) && typeof value.version === "string" ? value.version : undefined;
}

/** Tells which Neo4j stands in for the one in a chart, where the table of parts has not: once for each version. */
export class ChartVersions {
  readonly #report: Pick<Reporter, "step">;
  readonly #told: Set<string>;

  /** @param told the version in the table */
  constructor(report: Pick<Reporter, "step">, told: string | undefined) {
    this.#report = report;
    this.#told = new Set(told === undefined ? [] : [told]);
  }

  see({ resourcePreEvent }: EngineEvent): void {
    const { type, new: state } = resourcePreEvent?.metadata ?? {};
    const { chart, version } = state?.inputs ?? {};
    if (type !== "kubernetes:helm.sh/v3:Release" || chart !== "neo4j") return;
    if (typeof version !== "string" || this.#told.has(version)) return;
    this.#told.add(version);
    const release = releaseInChart(version);
    if (release === undefined) return;
    const { standsInAs, note } = release;
    this.#report.step(note ?? `chart ${version}: Neo4j stands in as ${standsInAs}`);
  }
}
