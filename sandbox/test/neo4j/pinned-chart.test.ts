import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { pinnedCharts, STAND_IN_CHART, standInRelease } from "../../neo4j/pinned-chart.ts";

let copies: string;
beforeEach(async () => {
  copies = await mkdtemp(join(tmpdir(), "pinned-chart-"));
});
afterEach(() => rm(copies, { recursive: true }));

const description = async (folder: string) =>
  parse(await readFile(join(folder, "Chart.yaml"), "utf8"));

test.each([
  ["5.26.1", "5.26.1", "5.26.1"],
  ["5.20.0", "5.20.0", "5.20.0"],
  ["2025.1.0", "2025.01.0", "2025.01.0"],
  ["2026.6.0", "2026.06.0", "2026.06.0"],
  ["2026.7.2", "2026.07.2", "2026.07.2"],
  ["2025.12.1", "2025.12.1", "2025.12.1"],
])("chart %s carries Neo4j %s, and so it stands in", async (version, appVersion, standsInAs) => {
  expect(await standInRelease(version)).toEqual({
    version,
    appVersion,
    standsInAs,
    note: undefined,
  });
});

test.each([
  ["2026.8.0", "2026.08.0", "2026.07.0"],
  ["2027.1.0", "2027.01.0", "2026.07.0"],
  ["2025.13.0", "2025.13.0", "2026.07.0"],
  ["6.0.0", "6.0.0", "5.26.30"],
  ["5.27.0", "5.27.0", "5.26.30"],
  ["4.4.12", "4.4.12", "5.26.30"],
])("chart %s carries Neo4j %s, for which %s stands in", async (version, appVersion, standsInAs) => {
  const note = `Neo4j stands in as ${standsInAs}, since ${appVersion} is not known.`;
  expect(await standInRelease(version)).toEqual({ version, appVersion, standsInAs, note });
});

test.each([undefined, "", "^5.26", "5.x", "2026.06.0"])(
  "%j is no version of a chart, so the stand-in has its own",
  async (pinned) => {
    const { version, appVersion } = await description(STAND_IN_CHART);
    expect(await standInRelease(pinned)).toEqual({
      version,
      appVersion,
      standsInAs: version,
      note: undefined,
    });
    expect(await pinnedCharts(copies)(pinned)).toBe(STAND_IN_CHART);
  },
);

test("its own version is the newest release of its line that is known", async () => {
  const { version } = await description(STAND_IN_CHART);
  expect((await standInRelease("5.99.0")).standsInAs).toBe(version);
  const known = await readdir(join(STAND_IN_CHART, "../config/settings"));
  const newest = known
    .filter((file) => /^20\d\d\.\d\d\.json$/.test(file))
    .sort()
    .at(-1);
  expect(`${(await standInRelease("2099.1.0")).standsInAs}`).toBe(newest?.replace("json", "0"));
});

test("a chart of another version is a copy that differs in nothing else, and is made once", async () => {
  const find = pinnedCharts(copies);
  const [folder, again] = await Promise.all([find("2026.6.0"), find("2026.6.0")]);
  expect(again).toBe(folder);
  expect(await readdir(copies)).toEqual(["2026.6.0"]);
  expect(await description(folder)).toEqual({
    ...(await description(STAND_IN_CHART)),
    version: "2026.6.0",
    appVersion: "2026.06.0",
  });
  const files = async (chart: string) => (await readdir(chart, { recursive: true })).sort();
  expect(await files(folder)).toEqual(await files(STAND_IN_CHART));
  expect(await find((await description(STAND_IN_CHART)).version)).toBe(STAND_IN_CHART);
});
