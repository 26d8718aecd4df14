import { show } from "../../../../access/finding.ts";
import { isNeo4jCharts, NEO4J_CHARTS } from "../../../../components/neo4j/chart.ts";
import type { Draft } from "../../draft.ts";
import type { Breach } from "./breach.ts";

/**
 * A chart that somebody else serves. One by path is none: settings bring nothing onto the machine, and
 * whoever puts a chart there could change the program as well.
 */
export function chartBreaches({ neo4j: { chart } }: Draft): Breach[] {
  if (chart === undefined || chart.path !== undefined) return [];
  if (isNeo4jCharts(chart.repository)) return [];
  return [
    {
      rule: "foreign-chart",
      at: ["neo4j", "chart", "repository"],
      message: `is ${show(chart.repository)}, which is not Neo4j's own`,
      allowed: `${NEO4J_CHARTS}, or a chart's path; a mirror needs a waiver`,
    },
  ];
}
