import type { Finding } from "../../access/finding.ts";
import { NEO4J_CHART_VERSION } from "./chart.ts";
import type { Neo4jReleaseArgs } from "./release-args.ts";

/** The first charts that take `eval`: of the 5.26 line, and of the calendar releases. */
const FIRST_WITH_EVALUATION = { lts: [5, 26, 4], calendar: [2025, 2, 0] } as const;

/** A chart that is too old for the evaluation licence fails at `up`, after Okta has been changed. */
export function licenseFindings({
  license,
  chart = {},
}: Partial<Pick<Neo4jReleaseArgs, "license" | "chart">>): Finding[] {
  const version = chart.version ?? NEO4J_CHART_VERSION;
  if (license !== "eval" || chart.path !== undefined || takesEvaluation(version)) return [];
  const { lts, calendar } = FIRST_WITH_EVALUATION;
  return [
    {
      code: "license-chart",
      at: ["license"],
      message: `is "eval", which the chart ${version} does not take yet`,
      allowed: `"yes", or a chart from ${lts.join(".")} or ${calendar.join(".")} on`,
      fix: "choose a newer `chart`, or accept the Neo4j Enterprise licence",
    },
  ];
}

function takesEvaluation(version: string): boolean {
  const parts = version.split(".").map(Number);
  const first = (parts[0] ?? 0) < 2000 ? FIRST_WITH_EVALUATION.lts : FIRST_WITH_EVALUATION.calendar;
  const different = first.findIndex((part, index) => part !== parts[index]);
  return different === -1 || (parts[different] ?? 0) > (first[different] ?? 0);
}
