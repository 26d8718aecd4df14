import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KubernetesPlugin } from "../../../../sandbox/plugins/kubernetes/plugin.ts";
import { type Properties, Secret, UNKNOWN } from "../../../../sandbox/plugins/protocol/values.ts";
import { blinded, recorded } from "../fixtures.ts";
import { PluginClient, type Resource } from "../plugin-client.ts";
import { FakeApiServer, failure } from "./fake-api-server.ts";
import { FakeHelm } from "./fake-helm.ts";
import { kubeconfigFor } from "./kubeconfig.ts";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";
const PATH = "/api/v1/namespaces/neo4j";
const SECRET_PATH = `${PATH}/secrets/neo4j-auth`;

let api: FakeApiServer;
let plugin: PluginClient;
beforeEach(async () => {
  api = new FakeApiServer();
  await api.start();
  plugin = new PluginClient(new KubernetesPlugin("4.34.2", new FakeHelm().factory));
  await plugin.start({ kubeconfig: new Secret(kubeconfigFor(api.url)) });
});
afterEach(async () => {
  await plugin.stop();
  await api.stop();
});

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "neo4j" } };
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
/** What differs from cluster to cluster. */
function withoutTheServers({ outputs }: Pick<Resource, "outputs">): Properties {
  const { __fieldManager: _manager, status: _status, spec: _spec, ...rest } = blinded(outputs);
  const {
    uid: _uid,
    resourceVersion: _version,
    managedFields: _fields,
    creationTimestamp: _time,
    labels: _labels,
    ...metadata
  } = rest.metadata as Properties;
  return { ...rest, metadata };
}

describe("a Namespace", () => {
  test("is stored as the official plugin stores it", async () => {
    const official = recorded(NAMESPACE);
    const made = await plugin.make(NAMESPACE, namespace);
    expect(made.inputs).toEqual(official.inputs);
    expect(made.id).toBe(official.id);
    expect(withoutTheServers(made)).toEqual(withoutTheServers(official));
    expect(made.outputs.__fieldManager).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
    expect(made.outputs.metadata).toMatchObject({ creationTimestamp: "2026-11-22T07:52:24Z" });
  });

  test("is one POST under the official field manager, with the token", async () => {
    await plugin.make(NAMESPACE, namespace);
    expect(api.calls).toEqual(["POST /api/v1/namespaces"]);
    const post = api.requests.find(({ method }) => method === "POST");
    expect(post?.query.get("fieldManager")).toBe("pulumi-kubernetes");
    expect(post?.headers.authorization).toBe("Bearer cluster-token");
  });

  test("that exists already is an error, not an adoption", async () => {
    await plugin.make(NAMESPACE, namespace);
    await expect(plugin.make(NAMESPACE, namespace)).rejects.toThrow(
      'failed to create Namespace neo4j: "neo4j" already exists',
    );
  });

  test("is deleted in the foreground, and awaited until it is gone", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    api.lingering = true;
    let done = false;
    const removing = plugin.remove(NAMESPACE, made).then(() => {
      done = true;
    });
    await vi.waitUntil(() => api.watched, { timeout: 10_000 });
    expect(done).toBe(false);
    api.finish(PATH);
    await removing;
    const request = api.requests.find(({ method }) => method === "DELETE");
    expect(request?.query.get("propagationPolicy")).toBe("Foreground");
  });

  test("that is gone already is deleted without an error", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    api.finish(PATH);
    await expect(plugin.remove(NAMESPACE, made)).resolves.toBeUndefined();
    expect(await plugin.read(NAMESPACE, made)).toBeUndefined();
  });

  test("Cancel ends the wait", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    api.lingering = true;
    const removing = plugin.remove(NAMESPACE, made).catch((error: unknown) => String(error));
    await vi.waitUntil(() => api.watched, { timeout: 10_000 });
    await plugin.cancel();
    expect(await removing).toMatch(
      /failed to delete Namespace neo4j: cancelled while it was being deleted/,
    );
  });

  test("labels are changed by a merge patch of only what changed", async () => {
    const labelled = (labels: Properties): Properties => ({
      ...namespace,
      metadata: { name: "neo4j", labels },
    });
    const made = await plugin.make(NAMESPACE, labelled({ a: "1", b: "1" }));
    const { inputs } = await plugin.check(NAMESPACE, labelled({ b: "2" }));
    expect((await plugin.diff(NAMESPACE, made, inputs)).detailed).toEqual({
      "metadata.labels.a": "DELETE",
      "metadata.labels.b": "UPDATE",
    });
    await plugin.change(NAMESPACE, made, labelled({ b: "2" }));
    const patch = api.requests.find(({ method }) => method === "PATCH");
    expect(patch?.headers["content-type"]).toBe("application/merge-patch+json");
    expect(patch?.body).toEqual({
      ...namespace,
      metadata: { name: "neo4j", labels: { a: null, b: "2" } },
    });
  });

  test("another name replaces it, and both can stand beside each other", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    const { inputs } = await plugin.check(NAMESPACE, { ...namespace, metadata: { name: "other" } });
    expect(await plugin.diff(NAMESPACE, made, inputs)).toMatchObject({
      detailed: { "metadata.name": "UPDATE_REPLACE" },
      replaces: ["metadata"],
      deleteBeforeReplace: false,
    });
  });

  test("a name that is left out is made, kept, and marked as made", async () => {
    const first = await plugin.check(NAMESPACE, { metadata: {} }, { name: "ns" });
    expect(first.inputs).toEqual({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: expect.stringMatching(/^ns-[0-9a-f]{8}$/) as unknown as string,
        annotations: { "pulumi.com/autonamed": "true" },
      },
    });
    const again = await plugin.check(
      NAMESPACE,
      { metadata: {} },
      { name: "ns", olds: first.inputs },
    );
    expect(again.inputs).toEqual(first.inputs);
  });

  test("an unknown field is refused", async () => {
    const { failures } = await plugin.check(NAMESPACE, { ...namespace, data: {} });
    expect(failures).toEqual({
      data: 'unknown field "data" of a Namespace; known are apiVersion, kind, metadata, spec',
    });
  });
});

describe("a Secret", () => {
  test("is stored as the official plugin stores it: text becomes data, and both are secret", async () => {
    const official = recorded(SECRET);
    const made = await plugin.make(SECRET, secret({ NEO4J_AUTH: "neo4j/pass" }));
    expect(blinded(made.inputs)).toEqual(official.inputs);
    expect(made.id).toBe(official.id);
    expect(withoutTheServers(made)).toEqual(withoutTheServers(official));
    expect(made.inputs.data).toEqual(new Secret({ NEO4J_AUTH: base64("neo4j/pass") }));
    expect(api.at(SECRET_PATH)).toMatchObject({ data: { NEO4J_AUTH: base64("neo4j/pass") } });
    expect(api.at(SECRET_PATH)).not.toHaveProperty("stringData");
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
    api.at(SECRET_PATH).data = { NEO4J_AUTH: base64("neo4j/pass"), other: base64("x") };
    const read = (await plugin.read(SECRET, made)) as Resource;
    expect(read.inputs).toEqual(made.inputs);
    api.at(SECRET_PATH).data = { NEO4J_AUTH: base64("by hand") };
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
    expect(api.at(SECRET_PATH).data).toEqual({ a: base64("2") });
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
});

test("a preview calls nothing", async () => {
  const { inputs } = await plugin.check(NAMESPACE, namespace);
  const { id, outputs } = await plugin.create(NAMESPACE, inputs, true);
  expect(id).toBe("");
  expect(outputs).toMatchObject({ metadata: { name: "neo4j" }, status: UNKNOWN });
  expect(api.requests).toEqual([]);
});

test("an API server that is not there is named as the reason", async () => {
  await api.stop();
  await expect(plugin.make(NAMESPACE, namespace)).rejects.toThrow(
    /failed to create Namespace neo4j: .*ECONNREFUSED/,
  );
  await api.start();
});
