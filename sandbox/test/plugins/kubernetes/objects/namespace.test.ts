import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { kubernetesPlugin } from "../../../../plugins/kubernetes/plugin.ts";
import { type Properties, UNKNOWN } from "../../../../plugins/protocol/values.ts";
import { recorded } from "../../fixtures.ts";
import { PluginClient } from "../../plugin-client.ts";
import { FakeHelm } from "../fake-helm.ts";
import { FakeCluster, withoutTheServers } from "./support.ts";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const PATH = "/api/v1/namespaces/neo4j";
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "neo4j" } };

let cluster: FakeCluster;
let api: FakeCluster["api"];
let plugin: FakeCluster["plugin"];
beforeEach(async () => {
  cluster = new FakeCluster();
  ({ api, plugin } = cluster);
  await cluster.start();
});
afterEach(() => cluster.stop());

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
    await vi.waitUntil(() => api.calls.includes(`GET ${PATH}`), { timeout: 10_000 });
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

  test("that outlives its timeout is an error that names what it waits for", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    api.lingering = true;
    Object.assign(api.at(PATH), {
      metadata: { ...api.at(PATH).metadata, finalizers: ["example.com/keep"] },
      status: {
        conditions: [
          { status: "True", message: "pods are left" },
          { status: "False", message: "no longer" },
          { status: "True" },
        ],
      },
    });
    await expect(plugin.remove(NAMESPACE, made, 0.05)).rejects.toThrow(
      /failed to delete Namespace neo4j: it is still there after 0.05 s: pods are left; finalizer example.com\/keep$/,
    );
  });

  test("Cancel ends the wait", async () => {
    const made = await plugin.make(NAMESPACE, namespace);
    api.lingering = true;
    const removing = plugin.remove(NAMESPACE, made).catch((error: unknown) => String(error));
    await vi.waitUntil(() => api.calls.includes(`GET ${PATH}`), { timeout: 10_000 });
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

test("what the API server says without words is told by its status", async () => {
  api.replies.push({ status: 500, body: { reason: "none" } });
  await expect(plugin.make(NAMESPACE, namespace)).rejects.toThrow(
    "failed to create Namespace neo4j: the API server answered 500",
  );
  api.replies.push({ status: 403, body: { message: "forbidden" } });
  await expect(plugin.read(NAMESPACE, { id: "neo4j" })).rejects.toThrow(
    "failed to read Namespace neo4j: forbidden",
  );
});

test("times are stored without fractions of a second, and only if they have none", async () => {
  const made = await plugin.make(NAMESPACE, namespace);
  const metadata = api.at(PATH).metadata as Properties;
  metadata.deletionTimestamp = "2026-11-22T07:52:24.250Z";
  expect((await plugin.read(NAMESPACE, made))?.outputs.metadata).toMatchObject({
    creationTimestamp: "2026-11-22T07:52:24Z",
    deletionTimestamp: "2026-11-22T07:52:24.250Z",
  });
});

test("a refresh follows what the program set, and keeps what the API server leaves out", async () => {
  const labels = { kept: "1", gone: "1" };
  const made = await plugin.make(NAMESPACE, { ...namespace, metadata: { name: "neo4j", labels } });
  Object.assign(api.at(PATH), { apiVersion: undefined, spec: { finalizers: ["kubernetes"] } });
  api.at(PATH).metadata.labels = { kept: "2", other: "1" };
  const read = await plugin.read(NAMESPACE, made);
  expect(read?.inputs).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "neo4j", labels: { kept: "2" } },
  });
  expect(read?.outputs).toMatchObject({
    __fieldManager: made.outputs.__fieldManager,
    __initialApiVersion: "v1",
    __inputs: read?.inputs,
  });
});

test("an import has what a program could have set, and the plain field manager", async () => {
  await plugin.make(NAMESPACE, { ...namespace, spec: { finalizers: ["kubernetes"] } });
  const imported = await plugin.read(NAMESPACE, { id: "neo4j" });
  expect(imported?.inputs).toEqual({ ...namespace, spec: { finalizers: ["kubernetes"] } });
  expect(imported?.outputs.__fieldManager).toBe("pulumi-kubernetes");
});

test("a preview of a change calls nothing", async () => {
  const made = await plugin.make(NAMESPACE, namespace);
  const before = api.requests.length;
  const labelled = { ...namespace, metadata: { name: "neo4j", labels: { a: "1" } } };
  const { outputs } = await plugin.change(NAMESPACE, made, labelled, true);
  expect(outputs).toMatchObject({ ...labelled, __inputs: labelled, status: UNKNOWN });
  expect(api.requests).toHaveLength(before);
});

test("a name that the program takes over is no longer marked as made", async () => {
  const first = await plugin.check(
    NAMESPACE,
    { metadata: { annotations: { a: "1" } } },
    { name: "ns" },
  );
  expect(first.inputs.metadata).toMatchObject({
    annotations: { a: "1", "pulumi.com/autonamed": "true" },
  });
  const named = await plugin.check(NAMESPACE, namespace, { name: "ns", olds: first.inputs });
  expect(named.inputs).toEqual(namespace);
});

test("a plugin that is not configured says so", async () => {
  const other = new PluginClient({
    ...kubernetesPlugin("4", new FakeHelm().factory),
    configure: async () => {},
  });
  await other.start();
  await expect(other.make(NAMESPACE, namespace)).rejects.toThrow(
    "the kubernetes plugin is not configured yet",
  );
  await other.stop();
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
    /failed to create Namespace neo4j: .*ECONNRE(FUSED|SET)/,
  );
  await api.start();
});
