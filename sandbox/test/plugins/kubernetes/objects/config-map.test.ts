import { afterEach, beforeEach, expect, test } from "vitest";
import type { Properties } from "../../../../plugins/protocol/values.ts";
import { FakeCluster } from "./support.ts";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

let cluster: FakeCluster;
beforeEach(async () => {
  cluster = new FakeCluster();
  await cluster.start();
});
afterEach(() => cluster.stop());

function configMap(text: string, labels = {}): Properties {
  const metadata = { name: "neo4j-ca", namespace: "neo4j", labels };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "ca-0.crt": text } };
}

test("a ConfigMap is made with its texts, and deleted", async () => {
  const { api, plugin } = cluster;
  const made = await plugin.make(CONFIG_MAP, configMap("one"));
  const path = "/api/v1/namespaces/neo4j/configmaps/neo4j-ca";
  expect(made.id).toBe("neo4j/neo4j-ca");
  expect(api.at(path)).toMatchObject({ data: { "ca-0.crt": "one" } });
  await plugin.remove(CONFIG_MAP, made);
  expect(() => api.at(path)).toThrow("nothing at");
});

test("another text replaces it, the old one first; another label changes it", async () => {
  const { plugin } = cluster;
  const made = await plugin.make(CONFIG_MAP, configMap("one"));
  const { inputs } = await plugin.check(CONFIG_MAP, configMap("two"));
  expect(await plugin.diff(CONFIG_MAP, made, inputs)).toMatchObject({
    replaces: ["data"],
    deleteBeforeReplace: true,
  });
  const labelled = await plugin.check(CONFIG_MAP, configMap("one", { app: "neo4j" }));
  expect(await plugin.diff(CONFIG_MAP, made, labelled.inputs)).toMatchObject({
    changed: true,
    replaces: [],
  });
});
