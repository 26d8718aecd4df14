import { describe, expect, test } from "vitest";
import { chartArguments } from "../../../../plugins/kubernetes/release/chart.ts";
import { type Properties, UNKNOWN } from "../../../../plugins/protocol/values.ts";

describe("the chart", () => {
  test("with version and repository", () => {
    const repositoryOpts = { repo: "https://charts.example.com", caFile: "/ca.pem" };
    expect(
      chartArguments({ chart: " neo4j ", version: "5.17.0", repositoryOpts, devel: true }),
    ).toEqual([
      "neo4j",
      "--version",
      "5.17.0",
      "--repo",
      "https://charts.example.com",
      "--ca-file",
      "/ca.pem",
      "--devel",
    ]);
  });

  test.each<Properties>([
    { chart: UNKNOWN },
    { chart: "c", version: UNKNOWN },
    { chart: "c", repositoryOpts: { repo: UNKNOWN } },
  ])("is not named while %o is not known", (inputs) =>
    expect(chartArguments(inputs)).toBeUndefined(),
  );
});
