import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { type Declared, noteDeclared, presentObjects } from "../../run/declared.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const RELEASE = "kubernetes:helm.sh/v3:Release";

function seen(...resources: [type: string, inputs: object][]): Declared {
  const declared: Declared = { namespaces: [], releases: [] };
  const note = (event: object) => noteDeclared(declared, event as EngineEvent, "of-the-context");
  for (const [type, inputs] of resources) {
    note({ resourcePreEvent: { metadata: { type, new: { inputs } } } });
    note({ resourcePreEvent: { metadata: { type, old: { inputs: { name: "old" } } } } });
  }
  note({ preludeEvent: { config: {} } });
  return declared;
}

test("the engine's events tell a stack's namespaces and releases, each once", () => {
  const { namespaces, releases } = seen(
    [NAMESPACE, { metadata: { name: "graph" } }],
    [NAMESPACE, { metadata: { name: "graph" } }],
    [RELEASE, { name: "neo4j", namespace: "graph" }],
    [RELEASE, { name: "neo4j", namespace: "graph" }],
    [RELEASE, { name: "other" }],
    [RELEASE, { name: "by-helm", namespace: "made-by-helm", createNamespace: true }],
    ["kubernetes:core/v1:Secret", { metadata: { name: "no-namespace" }, name: "no-release" }],
  );
  expect(namespaces).toEqual(["graph", "made-by-helm"]);
  expect(releases).toEqual([
    { namespace: "graph", name: "neo4j" },
    { namespace: "of-the-context", name: "other" },
    { namespace: "made-by-helm", name: "by-helm" },
  ]);
});

test("what the engine names later is not looked for", () => {
  const { namespaces, releases } = seen(
    [NAMESPACE, { metadata: { name: UNKNOWN } }],
    [NAMESPACE, {}],
    [RELEASE, { name: UNKNOWN, namespace: "graph" }],
    [RELEASE, { name: "neo4j", namespace: UNKNOWN }],
    [RELEASE, {}],
  );
  expect({ namespaces, releases }).toEqual({ namespaces: [], releases: [] });
});

test("only what the cluster has is present", async () => {
  const asked: object[] = [];
  const api = {
    readNamespace: async ({ name }: { name: string }) => {
      if (name !== "graph") throw new ApiException(404, "not found", {}, {});
    },
    listNamespacedSecret: async (request: { labelSelector: string }) => {
      asked.push(request);
      return { items: request.labelSelector.endsWith("=neo4j") ? [{}] : [] };
    },
  } as unknown as CoreV1Api;
  const declared = {
    namespaces: ["graph", "free"],
    releases: [
      { namespace: "graph", name: "neo4j" },
      { namespace: "graph", name: "other" },
    ],
  };
  expect(await presentObjects(api, declared)).toEqual([
    "namespace graph",
    "Helm release graph/neo4j",
  ]);
  expect(asked[0]).toEqual({ namespace: "graph", labelSelector: "owner=helm,name=neo4j" });
});

test("a cluster that does not tell is no cluster without it", async () => {
  const api = {
    readNamespace: async () => {
      throw new ApiException(403, "forbidden", {}, {});
    },
  } as unknown as CoreV1Api;
  const asked = presentObjects(api, { namespaces: ["graph"], releases: [] });
  await expect(asked).rejects.toMatchObject({ code: 403 });
});
