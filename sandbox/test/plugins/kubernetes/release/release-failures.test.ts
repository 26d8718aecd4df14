import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kubernetesPlugin } from "../../../../plugins/kubernetes/plugin.ts";
import { type Properties, Secret } from "../../../../plugins/protocol/values.ts";
import { recorded } from "../../fixtures.ts";
import { initFailure, PluginClient } from "../../plugin-client.ts";
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

describe("a release that does not come up", () => {
  test("stays in state, so that destroy removes it; secrets are not in the error", async () => {
    const asked = program({
      chart: "broken",
      values: { password: new Secret("hidden-1"), plain: "p" },
    });
    const error: unknown = await plugin.make(TYPE, asked).catch((thrown: unknown) => thrown);
    const failed = initFailure(error);
    expect(failed.reasons).toEqual([
      'Helm release "neo4j/neo4j" was not brought up: helm upgrade: resource not ready: ' +
        '{"password":"[secret]","plain":"p"} (release status: failed)',
    ]);
    expect(failed).toMatchObject({ id: "neo4j/neo4j", outputs: { status: { status: "failed" } } });
    await plugin.remove(TYPE, failed);
    expect(helm.release).toBeUndefined();
  });

  test.each(["failed", "pending-install"])(
    "a first install left %s is removed before the next",
    async (status) => {
      helm.leave(status);
      await plugin.make(TYPE, program());
      expect(helm.writes.map(([command]) => command)).toEqual(["uninstall", "upgrade"]);
    },
  );

  test.each([
    ["deployed", 1],
    ["failed", 2],
  ])("a release of another that is %s at revision %i is left alone", async (status, revision) => {
    helm.leave(status, revision);
    await expect(plugin.make(TYPE, program())).rejects.toThrow(
      `cannot re-use a name that is still in use: release neo4j/neo4j is ${status}`,
    );
    expect(helm.writes).toEqual([]);
  });

  test("of which Helm has no record is an error of its own, and is not in state", async () => {
    const values = { password: new Secret("hidden-1") };
    for (const [chart, message] of [
      ["refused", 'helm upgrade: values are wrong: {"password":"[secret]"}'],
      ["lost", "Helm has no release neo4j/neo4j after it installed it"],
    ] as const) {
      const failed = plugin.make(TYPE, program({ chart, values }));
      await expect(failed).rejects.toThrow(message);
      await expect(failed).rejects.not.toThrow("was not brought up");
    }
  });

  test("as an update keeps its new state", async () => {
    const made = await plugin.make(TYPE, program());
    const changed = plugin.change(TYPE, made, program({ chart: "broken", values: { a: 1 } }));
    const failed = initFailure(await changed.catch((thrown: unknown) => thrown));
    expect(failed.outputs).toMatchObject({
      values: { a: 1 },
      status: { revision: 2, status: "failed" },
    });
    expect(failed.inputs.values).toEqual({ a: 1 });
  });

  test("Cancel stops Helm and keeps what it left", async () => {
    const making = plugin.make(TYPE, program({ chart: "hang" })).catch((thrown: unknown) => thrown);
    await helm.hanging.promise;
    await plugin.cancel();
    const failed = initFailure(await making);
    expect(failed.reasons).toEqual([
      'Helm release "neo4j/neo4j" was not brought up: helm upgrade: cancelled (release status: failed)',
    ]);
    await expect(plugin.remove(TYPE, failed)).rejects.toThrow("helm uninstall: cancelled");
  });
});
