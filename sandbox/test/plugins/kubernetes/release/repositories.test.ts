import { describe, expect, onTestFinished, test } from "vitest";
import { kubernetesPlugin } from "../../../../plugins/kubernetes/plugin.ts";
import type { ChartReplacement } from "../../../../plugins/kubernetes/release/arguments.ts";
import { type Properties, Secret, UNKNOWN } from "../../../../plugins/protocol/values.ts";
import { PluginClient } from "../../plugin-client.ts";
import { FakeHelm } from "../fake-helm.ts";
import { kubeconfigFor } from "../kubeconfig.ts";

const TYPE = "kubernetes:helm.sh/v3:Release";
const OFFICIAL = "https://helm.neo4j.com/neo4j";
const MIRROR = "https://charts.example.com/team";
const OCI = "oci://registry.example.com/charts";

/** What Check says of a release, and how often Helm was run for it. */
async function checked(
  inputs: Properties,
  repositories: string[] | undefined = [OFFICIAL],
  replacement?: ChartReplacement,
) {
  const helm = new FakeHelm();
  const plugin = new PluginClient(
    kubernetesPlugin("4.34.2", helm.factory, replacement, repositories),
  );
  onTestFinished(() => plugin.stop());
  await plugin.start({ kubeconfig: new Secret(kubeconfigFor("https://127.0.0.1:1")) });
  const release = { name: "neo4j", namespace: "neo4j", chart: "neo4j", ...inputs };
  const { failures } = await plugin.check(TYPE, release);
  return { failures, helmRuns: helm.calls.length };
}

const refusal = (address: string, allowed = OFFICIAL) =>
  `the chart is from ${JSON.stringify(address)}, which may send Helm to any address, also of this machine. ` +
  `Allowed: ${allowed}. Fix: give --chart-repository URL, if you trust whoever serves it; ` +
  "of Neo4j, fetch the chart and give --chart PATH";

const ACCEPTED = { failures: {}, helmRuns: 1 };

describe("Helm is not sent to", () => {
  test.each([
    "https://charts.example.com",
    "http://helm.neo4j.com/neo4j",
    "https://helm.neo4j.com",
    "https://helm.neo4j.com/neo4j2",
    "https://helm.neo4j.com/neo4j/../x",
    "https://helm.neo4j.com/neo4j/%2e%2e/x",
    "https://helm.neo4j.com:8443/neo4j",
    "https://me@helm.neo4j.com/neo4j",
    "https://helm.neo4j.com.example.com/neo4j",
    "https://helm.neo4j.com\\neo4j\\@example.com/",
    "https:helm.neo4j.com/neo4j",
    "https://helm.neo4j.com:99999/neo4j",
    "file:///etc",
    "./charts",
    " https://charts.example.com ",
  ])("the repository %s", async (repo) => {
    expect(await checked({ repositoryOpts: { repo } })).toEqual({
      failures: { repositoryOpts: refusal(repo) },
      helmRuns: 0,
    });
  });

  test.each([
    "https://charts.example.com/neo4j-5.26.30.tgz",
    "HTTP://127.0.0.1/neo4j.tgz",
    `${OCI}/neo4j`,
    "file:///srv/neo4j.tgz",
  ])("the chart %s", async (chart) => {
    const failures = { chart: refusal(chart) };
    expect(await checked({ chart })).toEqual({ failures, helmRuns: 0 });
    const repositoryOpts = { repo: OFFICIAL };
    expect(await checked({ chart, repositoryOpts })).toEqual({ failures, helmRuns: 0 });
  });

  test("a chart of another repository, though only Neo4j's own is replaced", async () => {
    const replacement = { path: "/stand-in", repository: OFFICIAL };
    for (const chart of ["neo4j", "/stand-in"]) {
      const inputs = { chart, repositoryOpts: { repo: MIRROR } };
      expect(await checked(inputs, [OFFICIAL], replacement)).toEqual({
        failures: { repositoryOpts: refusal(MIRROR) },
        helmRuns: 0,
      });
    }
  });

  test("a repository whose address is secret, which is not shown", async () => {
    const repo = "https://charts.example.com/hunter2";
    const { failures } = await checked({ repositoryOpts: { repo: new Secret(repo) } });
    expect(JSON.stringify(failures)).not.toContain("hunter2");
    expect(failures).toEqual({ repositoryOpts: refusal("[secret]") });
  });
});

describe("Helm is run for", () => {
  test.each<[what: string, inputs: Properties]>([
    ["Neo4j's own repository", { repositoryOpts: { repo: OFFICIAL } }],
    [
      "the same, written otherwise",
      { repositoryOpts: { repo: " HTTPS://HELM.neo4j.com:443/neo4j" } },
    ],
    ["another chart of it", { chart: "neo4j-admin", repositoryOpts: { repo: `${OFFICIAL}/` } }],
    ["an archive of it", { chart: `${OFFICIAL}/neo4j-5.26.30.tgz` }],
    ["a chart on this machine", { chart: "./charts/neo4j" }],
    ["one with an empty repository", { chart: "./charts/neo4j", repositoryOpts: { repo: "" } }],
  ])("%s", async (_what, inputs) => {
    expect(await checked(inputs)).toEqual(ACCEPTED);
  });

  test("repositories that the user names", async () => {
    const allowed = [OFFICIAL, `${MIRROR}/`, OCI];
    expect(await checked({ repositoryOpts: { repo: MIRROR } }, allowed)).toEqual(ACCEPTED);
    expect(await checked({ chart: `${OCI}/redis` }, allowed)).toEqual(ACCEPTED);
    const repo = "https://charts.example.com/other";
    expect((await checked({ repositoryOpts: { repo } }, allowed)).failures).toEqual({
      repositoryOpts: refusal(repo, allowed.join(", ")),
    });
  });

  test("any chart, when nothing is said", async () => {
    const helm = new FakeHelm();
    const plugin = new PluginClient(kubernetesPlugin("4.34.2", helm.factory));
    onTestFinished(() => plugin.stop());
    await plugin.start({ kubeconfig: new Secret(kubeconfigFor("https://127.0.0.1:1")) });
    const asked = { name: "a", namespace: "a", chart: "b", repositoryOpts: { repo: MIRROR } };
    expect((await plugin.check(TYPE, asked)).failures).toEqual({});
  });

  test("a chart that takes the place of the one from elsewhere", async () => {
    const inputs = { repositoryOpts: { repo: MIRROR } };
    expect(await checked(inputs, [OFFICIAL], { path: "/mine" })).toEqual(ACCEPTED);
  });

  test("nothing while it is not known where a chart is from", async () => {
    const inputs: Properties = { repositoryOpts: { repo: UNKNOWN } };
    expect(await checked(inputs)).toEqual({ failures: {}, helmRuns: 0 });
  });
});
