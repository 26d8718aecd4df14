import { describe, expect, test } from "vitest";
import { chartReplacement, describeTools, overrideOf, type Tools } from "../../run/tools.ts";
import type { LocatedChart, LocatedPlugin } from "../../toolchain/index.ts";

const REPOSITORY: LocatedChart = { origin: "repository", path: undefined, detail: "https://x" };
const STAND_IN: LocatedChart = { origin: "stand-in", path: "/stand-in", detail: "stand-in: down" };
const ASKED: LocatedChart = { origin: "option", path: "/mine", detail: "given by path" };

describe("the stand-in for the Kubernetes plugin", () => {
  test.each([
    ["no chart", REPOSITORY, undefined],
    [
      "the official chart",
      STAND_IN,
      { path: "/stand-in", repository: "https://helm.neo4j.com/neo4j" },
    ],
    ["any Neo4j chart", ASKED, { path: "/mine" }],
  ])("replaces %s", (_what, chart, replacement) => {
    expect(chartReplacement(chart)).toEqual(replacement);
  });
});

describe("the official Kubernetes plugin", () => {
  test.each([
    [REPOSITORY, undefined],
    [STAND_IN, { setting: "app:chart", value: "/stand-in", asked: false }],
    [ASKED, { setting: "app:chart", value: "/mine", asked: true }],
  ])("is told a chart by the setting: %j", (chart, override) => {
    expect(overrideOf(chart, "app:chart")).toEqual(override);
  });

  test("keeps the program's chart when no setting is known", () => {
    expect(overrideOf(REPOSITORY, undefined)).toBeUndefined();
    expect(overrideOf(STAND_IN, undefined)).toBeUndefined();
  });

  test("cannot be given a chart that was asked for when no setting is known", () => {
    expect(() => overrideOf(ASKED, undefined)).toThrow(
      expect.objectContaining({
        code: "chart-not-replaced",
        exitCode: 2,
        message: expect.stringMatching(/^--chart \/mine: .* Fix: say with --chart-setting/),
      }),
    );
  });
});

test("says of each part whether it is real, and where it is from", () => {
  const plugin = (
    name: LocatedPlugin["name"],
    origin: LocatedPlugin["origin"],
    detail: string,
  ) => ({
    name,
    version: "1.0.0",
    origin,
    path: undefined,
    detail,
  });
  const parts = {
    toolchain: { pulumi: { version: "3.256.0", origin: "cache", path: "/p", detail: "" } },
    plugins: [
      plugin("okta", "stand-in", "stand-in: no route"),
      plugin("random", "home", "official"),
    ],
    chart: { ...STAND_IN, version: "5.26.30", appVersion: "5.26.30" },
    languageHost: undefined,
  };
  const lines = describeTools(parts as unknown as Tools).split("\n");
  const squeezed = lines.map((line) => line.replace(/ {2,}/g, " | "));
  expect(squeezed.slice(0, 6)).toEqual([
    "part | version | in this run | from",
    "your program | real | run inline: no language host",
    "pulumi | 3.256.0 | real | cache",
    "plugin okta | 1.0.0 | stands in | no route",
    "plugin random | 1.0.0 | real | official",
    "Neo4j chart | 5.26.30 | stands in | down",
  ]);
  expect(squeezed).toContain(
    "Neo4j Enterprise | 5.26.30 | stands in | reads its settings; Bolt, HTTP",
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.at(-1)).toMatch(/^node \(kubelet\) +stands in/);
  const elsewhere = describeTools({ ...parts, realCluster: true } as unknown as Tools);
  expect(elsewhere).toMatch(/^cluster, Neo4j +real +the cluster of --kubeconfig$/m);
  expect(elsewhere).not.toMatch(/kubelet|Neo4j Enterprise/);
  const hosted = { ...parts, chart: REPOSITORY, languageHost: "/bin" } as unknown as Tools;
  expect(describeTools(hosted)).toMatch(/^your program +real +language host$/m);
  expect(describeTools(hosted)).toMatch(/^Neo4j chart +real +https:\/\/x$/m);
});
