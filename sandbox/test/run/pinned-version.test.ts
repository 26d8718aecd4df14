import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { ChartVersions, pinnedVersion } from "../../run/pinned-version.ts";
import type { Settings } from "../../run/project.ts";

const PINNED = { "app:neo4j": { chart: { version: "2026.6.0" } } };

test.each<[Settings, string | undefined, string | undefined]>([
  [PINNED, "app:neo4j.chart.path", "2026.6.0"],
  [{ "app:chart": { version: "5.26.1", repository: "https://x" } }, "app:chart.path", "5.26.1"],
  [PINNED, undefined, undefined],
  [PINNED, "app:chart", undefined],
  [PINNED, "app:other.chart.path", undefined],
  [{ "app:neo4j": "text" }, "app:neo4j.chart.path", undefined],
  [{ "app:chart": { version: 5.26 } }, "app:chart.path", undefined],
  [{}, "app:neo4j.chart.path", undefined],
])("%j pins beside %s the version %s", (settings, setting, version) => {
  expect(pinnedVersion(settings, setting)).toBe(version);
});

const RELEASE = "kubernetes:helm.sh/v3:Release";

function told(known: string | undefined, ...releases: [type: string, inputs: object][]): string[] {
  const lines: string[] = [];
  const versions = new ChartVersions({ step: (line) => lines.push(line) }, known);
  for (const [type, inputs] of releases) {
    versions.see({ resourcePreEvent: { metadata: { type, new: { inputs } } } } as EngineEvent);
  }
  versions.see({ preludeEvent: { config: {} } } as EngineEvent);
  return lines;
}

test("a version that the program names is told once, unless the table has it", () => {
  const neo4j = (version: unknown): [string, object] => [RELEASE, { chart: "neo4j", version }];
  expect(
    told("5.26.30", neo4j("5.26.30"), neo4j("2026.6.0"), neo4j("2026.6.0"), neo4j("2026.9.0")),
  ).toEqual([
    "chart 2026.6.0: Neo4j stands in as 2026.06.0",
    "Neo4j stands in as 2026.07.0, since 2026.09.0 is not known.",
  ]);
  expect(told(undefined, neo4j("5.26.30"))).toEqual(["chart 5.26.30: Neo4j stands in as 5.26.30"]);
});

test("of other charts, other resources and what is not known yet nothing is told", () => {
  expect(
    told(
      "5.26.30",
      [RELEASE, { chart: "redis", version: "1.0.0" }],
      [RELEASE, { chart: "neo4j" }],
      [RELEASE, { chart: "neo4j", version: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }],
      ["kubernetes:core/v1:Secret", { chart: "neo4j", version: "1.0.0" }],
    ),
  ).toEqual([]);
});
