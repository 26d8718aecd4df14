import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { STAND_IN_CHART } from "../../neo4j/pinned-chart.ts";
import { chartReplacement, overrideOf, pinnedOverride } from "../../run/replaced-chart.ts";
import type { LocatedChart } from "../../toolchain/index.ts";

const REPOSITORY: LocatedChart = { origin: "repository", path: undefined, detail: "https://x" };
const STAND_IN: LocatedChart = { origin: "stand-in", path: "/stand-in", detail: "stand-in: down" };
const ASKED: LocatedChart = { origin: "option", path: "/mine", detail: "given by path" };

describe("the stand-in for the Kubernetes plugin", () => {
  test.each([
    ["no chart", REPOSITORY, undefined],
    [
      "the official chart",
      STAND_IN,
      { path: "/stand-in", repository: "https://helm.neo4j.com/neo4j", copies: "/copies" },
    ],
    ["any Neo4j chart", ASKED, { path: "/mine" }],
  ])("replaces %s", (_what, chart, replacement) => {
    expect(chartReplacement(chart, "/copies")).toEqual(replacement);
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

describe("an override for one stack", () => {
  const override = { setting: "app:neo4j.chart.path", value: STAND_IN_CHART, asked: false };

  test("names a copy of the stand-in in the version that its settings pin", async () => {
    const home = await mkdtemp(join(tmpdir(), "replaced-chart-"));
    onTestFinished(() => rm(home, { recursive: true }));
    const settings = { "app:neo4j": { chart: { version: "2026.6.0" } } };
    const tools = { chartOverride: override, chart: STAND_IN };
    const pinned = await pinnedOverride(tools, settings, home);
    expect(pinned).toEqual({ ...override, value: expect.stringContaining(home) });
    const text = await readFile(join(pinned?.value ?? "", "Chart.yaml"), "utf8");
    expect(text).toMatch(/^version: 2026\.6\.0$/m);
    expect(await pinnedOverride(tools, {}, home)).toEqual(override);
  });

  test.each([
    ["a chart that was asked for", { chartOverride: override, chart: ASKED }, override],
    ["none", { chartOverride: undefined, chart: STAND_IN }, undefined],
  ])("of %s stays as it is", async (_what, tools, same) => {
    const settings = { "app:neo4j": { chart: { version: "2026.6.0" } } };
    expect(await pinnedOverride(tools, settings, "/nowhere")).toEqual(same);
  });
});
