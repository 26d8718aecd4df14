import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { STAND_IN_CHART } from "../../../../neo4j/pinned-chart.ts";
import { kubernetesPlugin } from "../../../../plugins/kubernetes/plugin.ts";
import { type Properties, Secret, UNKNOWN } from "../../../../plugins/protocol/values.ts";
import { blinded, fixture, recorded } from "../../fixtures.ts";
import { PluginClient, type Resource } from "../../plugin-client.ts";
import { FakeHelm } from "../fake-helm.ts";
import { kubeconfigFor } from "../kubeconfig.ts";

const TYPE = "kubernetes:helm.sh/v3:Release";
const official = recorded(TYPE);
const values = official.inputs.values as Properties;

let helm: FakeHelm;
let plugin: PluginClient;
beforeEach(async () => {
  helm = new FakeHelm();
  plugin = new PluginClient(kubernetesPlugin("4.34.2", helm.factory));
  await plugin.start({ kubeconfig: new Secret(kubeconfigFor("https://127.0.0.1:1")) });
});
afterEach(() => plugin.stop());

function program(more: Properties = {}): Properties {
  return { compat: "true", chart: "neo4j", name: "neo4j", namespace: "neo4j", values, ...more };
}

describe("Check", () => {
  test("returns the official inputs, with the chart's version", async () => {
    const asked = program({ chart: "./charts/neo4j", skipAwait: true });
    const { inputs, failures } = await plugin.check(TYPE, asked);
    expect(failures).toEqual({});
    expect(inputs).toEqual(official.inputs);
  });

  test("an awaited release has five minutes", async () => {
    expect((await plugin.check(TYPE, program())).inputs.timeout).toBe(300);
    expect((await plugin.check(TYPE, program({ timeout: 60 }))).inputs.timeout).toBe(60);
  });

  test("a name that is left out is made, and kept", async () => {
    const first = await plugin.check(TYPE, program({ name: null }), { name: "db" });
    expect(first.inputs.name).toMatch(/^db-[0-9a-f]{8}$/);
    const again = await plugin.check(TYPE, program({ name: null }), {
      name: "db",
      olds: first.inputs,
    });
    expect(again.inputs.name).toBe(first.inputs.name);
  });

  test("nulls in the values say nothing, and secrets stay where they are", async () => {
    const asked = program({
      values: { a: null, b: [1, null], c: { d: new Secret({ e: null, f: "s" }) } },
    });
    const { inputs } = await plugin.check(TYPE, asked);
    expect(inputs.values).toEqual({ b: [1], c: { d: new Secret({ f: "s" }) } });
  });

  test("a chart that cannot be had is a failure of the chart", async () => {
    expect((await plugin.check(TYPE, program({ chart: "missing" }))).failures).toEqual({
      chart:
        "helm show: repo missing not found; check the chart name and repository configuration.",
    });
  });

  test("while the chart is unknown Helm is not asked, and the version is no difference", async () => {
    const made = await plugin.make(TYPE, program());
    const before = helm.calls.length;
    const { inputs } = await plugin.check(TYPE, program({ chart: UNKNOWN }), { olds: made.inputs });
    expect(helm.calls).toHaveLength(before);
    expect((await plugin.diff(TYPE, made, inputs)).detailed).toEqual({ chart: "UPDATE" });
    const repositoryOpts: Properties = { repo: UNKNOWN };
    const moved = await plugin.check(TYPE, program({ repositoryOpts }), { olds: made.inputs });
    expect((await plugin.diff(TYPE, made, moved.inputs)).detailed).toEqual({
      repositoryOpts: "ADD",
    });
  });

  test("without a namespace it goes to the provider's; not awaited it has no time", async () => {
    const { inputs } = await plugin.check(TYPE, program({ namespace: null, skipAwait: true }));
    expect(inputs).toMatchObject({ namespace: "default", timeout: 0 });
    const unset = program({ postrender: "", lint: false, valueYamlFiles: [], manifest: null });
    expect((await plugin.check(TYPE, unset)).failures).toEqual({});
  });

  test.each([
    [{ chart: null }, { chart: 'missing required input "chart"' }],
    [
      { chart: "--post-renderer=x", name: "--kubeconfig=/home/me/.kube/config" },
      {
        chart: "chart must not begin with a hyphen: Helm would take it for an option",
        name: "name must not begin with a hyphen: Helm would take it for an option",
      },
    ],
    [{ chrat: "x" }, { chrat: 'unknown input "chrat"' }],
    [
      { postrender: "./x" },
      {
        postrender: expect.stringMatching(
          /does not cover "postrender"; leave it out or use the official plugin$/,
        ),
      },
    ],
    [{ valueYamlFiles: ["x"] }, { valueYamlFiles: expect.stringMatching(/does not cover/) }],
    [
      { repositoryOpts: { repo: "https://h", password: new Secret("p") } },
      {
        "repositoryOpts.password": expect.stringMatching(
          /does not cover "repositoryOpts.password"/,
        ),
      },
    ],
  ])("refuses %o", async (more, failures) => {
    expect((await plugin.check(TYPE, program(more))).failures).toEqual(failures);
  });
});

test("the stand-in chart takes on the version that the program pins", async () => {
  const copies = await mkdtemp(join(tmpdir(), "release-test-"));
  onTestFinished(() => rm(copies, { recursive: true }));
  const repository = "https://helm.neo4j.com/neo4j";
  const replacement = { path: STAND_IN_CHART, repository, copies };
  const pinning = new PluginClient(kubernetesPlugin("4.34.2", helm.factory, replacement));
  await pinning.start({ kubeconfig: new Secret(kubeconfigFor("https://127.0.0.1:1")) });
  onTestFinished(() => pinning.stop());
  const repositoryOpts = { repo: repository };
  await pinning.make(TYPE, program({ repositoryOpts, version: "2026.6.0" }));
  const [upgrade = []] = helm.writes;
  expect(upgrade.slice(0, 3)).toEqual(["upgrade", "neo4j", join(copies, "2026.6.0")]);
  const described = await readFile(join(copies, "2026.6.0", "Chart.yaml"), "utf8");
  expect(described).toMatch(/^appVersion: 2026\.06\.0$/m);
  helm.release = undefined;
  await pinning.make(TYPE, program({ chart: "./charts/neo4j", version: "2026.6.0" }));
  expect(helm.writes.at(-1)?.[2]).toBe("./charts/neo4j");
});

describe("a release", () => {
  test("is stored as the official plugin stores it", async () => {
    const made = await plugin.make(TYPE, program({ chart: "./charts/neo4j", skipAwait: true }));
    const { resourceNames: _all, ...outputs } = official.outputs;
    expect(made.id).toBe("neo4j/neo4j");
    expect(blinded(made.outputs)).toEqual({
      ...outputs,
      resourceNames: {
        "ConfigMap/v1": ["neo4j/neo4j-env"],
        "StatefulSet.apps/apps/v1": ["neo4j/neo4j"],
      },
    });
  });

  test("passes its values on standard input and waits; nothing of them is in the arguments", async () => {
    await plugin.make(
      TYPE,
      program({ values: { password: new Secret("break-glass-1") }, timeout: 90 }),
    );
    const call = helm.calls.find(({ args }) => args[0] === "upgrade");
    expect(JSON.parse(call?.input ?? "")).toEqual({ password: "break-glass-1" });
    expect(call?.args.join(" ")).toMatch(
      /^upgrade neo4j neo4j --version 5\.17\.0 --install --namespace neo4j --values - --history-max 0 --timeout 90s --wait$/,
    );
    expect(JSON.stringify(helm.calls.map(({ args }) => args))).not.toContain("break-glass-1");
  });

  test("a refresh and the next preview show no change", async () => {
    const made = await plugin.make(TYPE, program());
    const read = await plugin.read(TYPE, made);
    expect(read).toEqual(made);
    expect((await plugin.diff(TYPE, made, made.inputs)).changed).toBe(false);
  });

  test("one more mapped group is one difference, in the official words", async () => {
    const [, step] = fixture<{
      steps: {
        changed: { values: [Properties, Properties] };
        diffs: string[];
        detailedDiff: object;
      }[];
    }>("differences").steps;
    const [before = {}, after = {}] = step?.changed.values ?? [];
    const made = await plugin.make(TYPE, program({ values: before }));
    const { inputs } = await plugin.check(TYPE, program({ values: after }));
    const { diffs, detailed } = await plugin.diff(TYPE, made, inputs);
    expect(diffs).toEqual(step?.diffs);
    expect(Object.keys(detailed)).toEqual(Object.keys(step?.detailedDiff ?? {}));
    expect(Object.values(detailed)).toEqual(["UPDATE"]);
  });

  test.each([
    ["name", { name: "other" }, ["name"]],
    ["namespace", { namespace: "other" }, ["namespace"]],
    ["values", { values: { a: 1 } }, []],
  ])("another %s replaces: %o", async (_name, change, replaces) => {
    const made = await plugin.make(TYPE, program({ values: {} }));
    const { inputs } = await plugin.check(TYPE, program({ values: {}, ...change }), {
      olds: made.inputs,
    });
    expect(await plugin.diff(TYPE, made, inputs)).toMatchObject({ changed: true, replaces });
  });

  test("an update is an upgrade; a delete an uninstall that waits", async () => {
    const made = await plugin.make(TYPE, program());
    const changed = await plugin.change(TYPE, made, program({ values: { a: 1 } }));
    expect(changed.outputs).toMatchObject({
      values: { a: 1 },
      status: { revision: 2, status: "deployed" },
    });
    await plugin.remove(TYPE, changed);
    expect(helm.writes.map((args) => args.slice(0, 2))).toEqual([
      ["upgrade", "neo4j"],
      ["upgrade", "neo4j"],
      ["uninstall", "neo4j"],
    ]);
    expect(helm.writes[2]).toEqual(
      expect.arrayContaining(["--wait", "--ignore-not-found", "--timeout", "300s"]),
    );
    expect(await plugin.read(TYPE, changed)).toBeUndefined();
  });

  test("values changed by hand show after a refresh", async () => {
    const made = await plugin.make(TYPE, program({ values: { a: 1, s: new Secret("x") } }));
    helm.leave("deployed", 4);
    const read = (await plugin.read(TYPE, made)) as Resource;
    expect(read.outputs.status).toMatchObject({ revision: 4 });
    expect((await plugin.diff(TYPE, read, made.inputs)).detailed).toEqual({
      "values.a": "ADD",
      "values.s": "ADD",
    });
  });

  test("is imported by namespace and name", async () => {
    helm.leave("deployed", 2);
    const imported = await plugin.read(TYPE, { id: "neo4j/neo4j" });
    expect(imported).toMatchObject({
      id: "neo4j/neo4j",
      inputs: {
        chart: "neo4j",
        name: "neo4j",
        namespace: "neo4j",
        version: "5.17.0",
        timeout: 300,
      },
      outputs: { status: { revision: 2 } },
    });
  });

  test("secrets stay secret in what is stored, by themselves and in the inputs", async () => {
    const values = { password: new Secret("hidden-1"), plain: 1 };
    const made = await plugin.make(TYPE, program({ values, description: new Secret("d") }));
    expect(made.outputs).toMatchObject({
      values,
      description: new Secret("d"),
      namespace: "neo4j",
    });
    expect(made.outputs.__inputs).toBeInstanceOf(Secret);
    const read = await plugin.read(TYPE, made);
    expect(read?.inputs.values).toEqual(values);
  });

  test("a preview of a change runs no write", async () => {
    const made = await plugin.make(TYPE, program());
    const writes = helm.writes.length;
    const { outputs } = await plugin.change(TYPE, made, program({ values: { a: 1 } }), true);
    expect(outputs).toMatchObject({ values: { a: 1 }, status: UNKNOWN, resourceNames: UNKNOWN });
    expect(outputs.__inputs).toBeInstanceOf(Secret);
    expect(helm.writes).toHaveLength(writes);
  });

  test("a preview runs no write and promises no status", async () => {
    const { inputs } = await plugin.check(TYPE, program());
    const { id, outputs } = await plugin.create(TYPE, inputs, true);
    expect([id, outputs.status, outputs.resourceNames]).toEqual(["", UNKNOWN, UNKNOWN]);
    expect(helm.writes).toEqual([]);
  });
});

test("Helm gets the provider's kubeconfig, and is stopped with the plugin", async () => {
  await plugin.make(TYPE, program());
  expect(helm.kubeconfig).toContain("https://127.0.0.1:1");
  await plugin.stop();
  expect(helm.stopped).toBe(true);
});

test("Helm is prepared once, and one that cannot be is a failure that stopping gets over", async () => {
  let prepared = 0;
  const factory: typeof helm.factory = async () => {
    prepared++;
    throw new Error("no room for a kubeconfig");
  };
  const other = new PluginClient(kubernetesPlugin("4.34.2", factory));
  await other.start({ kubeconfig: kubeconfigFor("https://127.0.0.1:1") });
  for (const _again of [1, 2]) {
    expect((await other.check(TYPE, program())).failures).toEqual({
      chart: "no room for a kubeconfig; check the chart name and repository configuration.",
    });
  }
  expect(prepared).toBe(1);
  await expect(other.stop()).resolves.toBeUndefined();
});
