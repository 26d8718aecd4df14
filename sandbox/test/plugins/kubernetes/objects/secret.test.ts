import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Properties, Secret, UNKNOWN } from "../../../../plugins/protocol/values.ts";
import { blinded, recorded } from "../../fixtures.ts";
import type { Resource } from "../../plugin-client.ts";
import { failure } from "../fake-api-server.ts";
import { kubeconfigFor } from "../kubeconfig.ts";
import { FakeCluster, withoutTheServers } from "./support.ts";

const SECRET = "kubernetes:core/v1:Secret";
const PATH = "/api/v1/namespaces/neo4j/secrets/neo4j-auth";

let cluster: FakeCluster;
let api: FakeCluster["api"];
let plugin: FakeCluster["plugin"];
beforeEach(async () => {
  cluster = new FakeCluster();
  ({ api, plugin } = cluster);
  await cluster.start();
});
afterEach(() => cluster.stop());

function secret(stringData: unknown, more: Properties = {}): Properties {
  const metadata = { name: "neo4j-auth", namespace: "neo4j" };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    stringData: new Secret(stringData as Properties),
    ...more,
  };
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

describe("a Secret", () => {
  test("is stored as the official plugin stores it: text becomes data, and both are secret", async () => {
    const official = recorded(SECRET);
    const made = await plugin.make(SECRET, secret({ NEO4J_AUTH: "neo4j/pass" }));
    expect(blinded(made.inputs)).toEqual(official.inputs);
    expect(made.id).toBe(official.id);
    expect(withoutTheServers(made)).toEqual(withoutTheServers(official));
    expect(made.inputs.data).toEqual(new Secret({ NEO4J_AUTH: base64("neo4j/pass") }));
    expect(api.at(PATH)).toMatchObject({ data: { NEO4J_AUTH: base64("neo4j/pass") } });
    expect(api.at(PATH)).not.toHaveProperty("stringData");
  });

  test("data is secret even when the program forgot to say so; text wins over data", async () => {
    const program = {
      ...secret({}),
      data: { a: base64("1"), b: base64("2") },
      stringData: { b: "3" },
    };
    const { inputs } = await plugin.check(SECRET, program);
    expect(inputs.data).toEqual(new Secret({ a: base64("1"), b: base64("3") }));
  });

  test("a value that is not known yet is unknown under its key", async () => {
    const { inputs } = await plugin.check(SECRET, secret({ known: "k", later: UNKNOWN }));
    expect(inputs.data).toEqual(new Secret({ known: base64("k"), later: UNKNOWN }));
    const whole = await plugin.check(SECRET, { ...secret({}), stringData: UNKNOWN });
    expect(whole.inputs.data).toEqual(new Secret(UNKNOWN));
  });

  test("a refresh changes nothing, and another's key is not ours", async () => {
    const made = await plugin.make(SECRET, secret({ NEO4J_AUTH: "neo4j/pass" }));
    expect(await plugin.read(SECRET, made)).toEqual(made);
    api.at(PATH).data = { NEO4J_AUTH: base64("neo4j/pass"), other: base64("x") };
    const read = (await plugin.read(SECRET, made)) as Resource;
    expect(read.inputs).toEqual(made.inputs);
    api.at(PATH).data = { NEO4J_AUTH: base64("by hand") };
    const drifted = (await plugin.read(SECRET, made)) as Resource;
    expect((await plugin.diff(SECRET, drifted, made.inputs)).detailed).toEqual({
      "data.NEO4J_AUTH": "UPDATE_REPLACE",
    });
  });

  test("other data replaces it, the old one first, since both have one name", async () => {
    const made = await plugin.make(SECRET, secret({ NEO4J_AUTH: "neo4j/old" }));
    const { inputs } = await plugin.check(SECRET, secret({ NEO4J_AUTH: "neo4j/new" }));
    expect(await plugin.diff(SECRET, made, inputs)).toEqual({
      changed: true,
      diffs: ["data"],
      replaces: ["data"],
      deleteBeforeReplace: true,
      detailed: { "data.NEO4J_AUTH": "UPDATE_REPLACE" },
    });
  });

  test("with enableSecretMutable it is changed in place", async () => {
    await plugin.configure({ kubeconfig: kubeconfigFor(api.url), enableSecretMutable: true });
    const made = await plugin.make(SECRET, secret({ a: "1", gone: "1" }));
    const changed = await plugin.change(SECRET, made, secret({ a: "2" }));
    expect((await plugin.diff(SECRET, made, changed.inputs)).replaces).toEqual([]);
    expect(api.at(PATH).data).toEqual({ a: base64("2") });
  });

  test("without a namespace it goes to the provider's", async () => {
    await plugin.configure({ kubeconfig: kubeconfigFor(api.url), namespace: "given" });
    const { inputs } = await plugin.check(SECRET, { metadata: { name: "s" } });
    expect(inputs.metadata).toEqual({ name: "s", namespace: "given" });
  });

  test("no error shows what it holds", async () => {
    const quoted = `Secret in version "v1" cannot be handled: illegal base64, error found in #10 byte of ...|hidden-pass|..., bigger context ...|"data":{"a":"hidden-pass"}|...`;
    for (const message of [quoted, `bad value hidden-pass (${base64("hidden-pass")})`]) {
      api.replies.push(failure(400, message));
      const error: unknown = await plugin
        .make(SECRET, secret({ a: "hidden-pass" }))
        .catch((thrown: unknown) => thrown);
      expect(String(error)).toMatch(/failed to create Secret neo4j\/neo4j-auth: .*\[secret\]/);
      expect(String(error)).not.toMatch(/hidden-pass/);
      expect(String(error)).not.toContain(base64("hidden-pass"));
    }
  });

  test("is imported by namespace and name, with its data secret", async () => {
    await plugin.make(SECRET, secret({ a: "1" }));
    const imported = await plugin.read(SECRET, { id: "neo4j/neo4j-auth" });
    expect(imported?.inputs).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "neo4j-auth", namespace: "neo4j" },
      data: new Secret({ a: base64("1") }),
      type: "Opaque",
    });
  });

  test.each([
    ["type", { type: "kubernetes.io/tls" }, ["type"]],
    ["label", { metadata: { name: "neo4j-auth", namespace: "neo4j", labels: { a: "1" } } }, []],
    ["immutability", { immutable: true }, []],
    ["namespace", { metadata: { name: "neo4j-auth", namespace: "other" } }, ["metadata"]],
  ])("another %s replaces %j: %j", async (_name, more, replaces) => {
    const made = await plugin.make(SECRET, secret({ a: "1" }));
    const { inputs } = await plugin.check(SECRET, secret({ a: "1" }, more));
    const difference = await plugin.diff(SECRET, made, inputs);
    expect(difference.changed).toBe(true);
    expect(difference.replaces).toEqual(replaces);
    expect(difference.deleteBeforeReplace).toBe(replaces[0] === "type");
  });

  test("values that are no text stay as they are, nulls go, and no data stays none", async () => {
    const { inputs } = await plugin.check(SECRET, secret({ n: 1, gone: null }));
    expect(inputs.data).toEqual(new Secret({ n: 1 }));
    const { stringData: _none, ...empty } = secret({});
    expect((await plugin.check(SECRET, empty)).inputs).not.toHaveProperty("data");
  });

  test("an id without a namespace means the provider's", async () => {
    await plugin.configure({ kubeconfig: kubeconfigFor(api.url), namespace: "neo4j" });
    await plugin.make(SECRET, secret({ a: "1" }));
    expect((await plugin.read(SECRET, { id: "neo4j-auth" }))?.inputs.type).toBe("Opaque");
  });

  test("a failed change does not show what it holds either", async () => {
    await plugin.configure({ kubeconfig: kubeconfigFor(api.url), enableSecretMutable: true });
    const made = await plugin.make(SECRET, secret({ a: "1" }));
    api.replies.push(failure(422, `bad ${base64("hidden-pass")}`));
    await expect(plugin.change(SECRET, made, secret({ a: "hidden-pass" }))).rejects.toThrow(
      /failed to update Secret neo4j\/neo4j-auth: bad \[secret\]$/,
    );
  });
});
