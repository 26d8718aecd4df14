import { describe, expect, test } from "vitest";
import {
  chartArguments,
  uninstallArguments,
  upgradeArguments,
} from "../../../../plugins/kubernetes/release/arguments.ts";
import { type Properties, Secret, UNKNOWN } from "../../../../plugins/protocol/values.ts";

const base: Properties = { name: "r", namespace: "n", skipAwait: true, timeout: 0 };

describe("helm upgrade", () => {
  const plain = ["upgrade", "r", "chart", "--install", "--namespace", "n", "--values", "-"];
  const limits = ["--history-max", "0", "--timeout", "300s"];
  const cases: [string, Properties, string[]][] = [
    ["not awaited", {}, [...plain, ...limits]],
    ["awaited", { skipAwait: false }, [...plain, ...limits, "--wait"]],
    [
      "with its jobs",
      { skipAwait: false, waitForJobs: true },
      [...plain, ...limits, "--wait", "--wait-for-jobs"],
    ],
    ["jobs alone mean nothing", { waitForJobs: true }, [...plain, ...limits]],
    ["history", { maxHistory: 3, timeout: 5 }, [...plain, "--history-max", "3", "--timeout", "5s"]],
    [
      "every switch",
      {
        cleanupOnFail: true,
        dependencyUpdate: true,
        disableOpenapiValidation: true,
        renderSubchartNotes: true,
        resetValues: true,
        reuseValues: true,
        takeOwnership: true,
        lint: true,
      },
      [
        ...[...plain, ...limits, "--cleanup-on-fail", "--dependency-update"],
        ...["--disable-openapi-validation", "--render-subchart-notes", "--reset-values"],
        ...["--reuse-values", "--take-ownership"],
      ],
    ],
    ["description", { description: "d e" }, [...plain, ...limits, "--description", "d e"]],
    [
      "switches",
      { atomic: true, createNamespace: true, disableWebhooks: true, skipCrds: true },
      [...plain, ...limits, "--atomic", "--create-namespace", "--no-hooks", "--skip-crds"],
    ],
  ];
  test.each(cases)("%s", (_name, more, expected) => {
    expect(upgradeArguments({ ...base, ...more }, ["chart"])).toEqual(expected);
  });
});

test.each([
  [{}, []],
  [{ skipAwait: false }, ["--wait"]],
  [{ atomic: true }, ["--wait"]],
])("helm uninstall of %o", (more, waits) => {
  expect(uninstallArguments({ ...base, ...more })).toEqual([
    "uninstall",
    "r",
    "--namespace",
    "n",
    "--ignore-not-found",
    "--timeout",
    "300s",
    ...waits,
  ]);
});

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

  test("with the certificates of its repository, and to be verified", () => {
    const repositoryOpts = { repo: "https://h", certFile: "/c.pem", keyFile: new Secret("/k.pem") };
    expect(chartArguments({ chart: "c", repositoryOpts, verify: true })).toEqual([
      ...["c", "--repo", "https://h", "--cert-file", "/c.pem", "--key-file", "/k.pem", "--verify"],
    ]);
  });

  test.each<Properties>([
    { chart: UNKNOWN },
    { chart: "c", version: UNKNOWN },
    { chart: "c", repositoryOpts: { repo: UNKNOWN } },
    { chart: "c", devel: UNKNOWN },
    { chart: "c", verify: UNKNOWN },
    { chart: "c", keyring: UNKNOWN },
  ])("is not named while %o is not known", (inputs) =>
    expect(chartArguments(inputs)).toBeUndefined(),
  );
});

describe("a replacement", () => {
  const official = "https://helm.neo4j.com/neo4j";
  const release = (chart: string, repo: string) => ({
    chart,
    version: "1",
    repositoryOpts: { repo },
  });
  const named = (chart: string, repo: string) => [chart, "--version", "1", "--repo", repo];

  test("takes the place of the Neo4j chart of its repository", () => {
    const replacement = { path: "/chart", repository: official };
    expect(chartArguments(release("neo4j", official), replacement)).toEqual(["/chart"]);
    expect(chartArguments(release("neo4j", `${official}/`), replacement)).toEqual(["/chart"]);
  });

  test.each([
    ["neo4j", "https://mirror.example.com"],
    ["neo4j-loadbalancer", official],
  ])("leaves chart %s of %s as it is", (chart, repo) => {
    const replacement = { path: "/chart", repository: official };
    expect(chartArguments(release(chart, repo), replacement)).toEqual(named(chart, repo));
  });

  test("without a repository takes the place of a Neo4j chart from any", () => {
    const replacement = { path: "/chart" };
    const mirror = release("neo4j", "https://mirror.example.com");
    expect(chartArguments(mirror, replacement)).toEqual(["/chart"]);
    expect(chartArguments(release("redis", official), replacement)).toEqual(
      named("redis", official),
    );
  });

  test.each<Properties>([
    { chart: "neo4j" },
    { chart: "./neo4j", version: "" },
    { chart: "neo4j", repositoryOpts: {} },
  ])("does not touch a chart on this machine: %j", (inputs) => {
    expect(chartArguments(inputs, { path: "/chart" })).toEqual([inputs.chart]);
  });
});
