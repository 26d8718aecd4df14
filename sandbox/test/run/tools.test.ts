import { expect, test } from "vitest";
import { describeTools, type Tools } from "../../run/tools.ts";
import type { LocatedChart, LocatedPlugin } from "../../toolchain/index.ts";

const REPOSITORY: LocatedChart = { origin: "repository", path: undefined, detail: "https://x" };
const STAND_IN: LocatedChart = { origin: "stand-in", path: "/stand-in", detail: "stand-in: down" };

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
    chart: { ...STAND_IN, version: "2026.6.0", standsInAs: "2026.06.0" },
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
    "Neo4j chart | 2026.6.0 | stands in | down",
  ]);
  expect(squeezed).toContain(
    "Neo4j Enterprise | 2026.06.0 | stands in | reads its settings; Bolt, HTTP",
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.at(-1)).toMatch(/^node \(kubelet\) +stands in/);
  const elsewhere = describeTools({ ...parts, realCluster: true } as unknown as Tools);
  expect(elsewhere).toMatch(/^cluster, Neo4j +real +the cluster of --kubeconfig$/m);
  expect(elsewhere).not.toMatch(/kubelet|Neo4j Enterprise/);
  const hosted = { ...parts, chart: REPOSITORY, languageHost: "/bin" } as unknown as Tools;
  expect(describeTools(hosted)).toMatch(/^your program +real +language host$/m);
  expect(describeTools(hosted)).toMatch(/^Neo4j chart +real +https:\/\/x$/m);
  const note = "Neo4j stands in as 2026.07.0, since 2026.09.0 is not known.";
  const unknown = { ...parts, chart: { ...parts.chart, note } } as unknown as Tools;
  expect(describeTools(unknown).split("\n").at(-1)).toBe(note);
  expect(describeTools({ ...unknown, realCluster: true })).not.toContain(note);
});
