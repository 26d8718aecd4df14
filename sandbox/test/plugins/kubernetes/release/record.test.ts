import { expect, test } from "vitest";
import { type Helm, HelmError } from "../../../../plugins/kubernetes/release/helm.ts";
import { readRecord, resourceNames } from "../../../../plugins/kubernetes/release/record.ts";

test("objects of a manifest are named by kind, with their namespace, lists opened", () => {
  const manifest = `
# Source: chart/templates/a.yaml
apiVersion: v1
kind: Service
metadata: { name: b, namespace: n }
---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: n }
---
# nothing
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
---
apiVersion: v1
kind: ConfigMapList
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: c, namespace: n } }
`;
  expect(resourceNames(manifest)).toEqual({
    "ClusterRole.rbac.authorization.k8s.io/rbac.authorization.k8s.io/v1": ["all"],
    "ConfigMap/v1": ["n/c"],
    "Service/v1": ["n/a", "n/b"],
  });
});

function helmThat(run: Helm["run"]): Helm {
  return { run, stop: async () => undefined };
}

test("a record is what `helm status` and `helm get metadata` say together", async () => {
  const asked: string[][] = [];
  const helm = helmThat(async (args) => {
    asked.push(args);
    return JSON.stringify(
      args[0] === "status" ? { version: 3 } : { status: "deployed", version: "1.2.3" },
    );
  });
  expect(await readRecord(helm, "r", "n")).toEqual({
    name: "r",
    namespace: "n",
    revision: 3,
    status: "deployed",
    chart: "",
    version: "1.2.3",
    appVersion: "",
    values: {},
    resourceNames: {},
  });
  const of = ["r", "--namespace", "n", "--output", "json"];
  expect(asked).toEqual([
    ["status", ...of],
    ["get", "metadata", ...of],
  ]);
});

test("only a release that is not found has no record; other failures are failures", async () => {
  const failing = (error: Error) =>
    readRecord(
      helmThat(() => Promise.reject(error)),
      "r",
      "n",
    );
  expect(await failing(new HelmError("status", "release: not found"))).toBeUndefined();
  await expect(failing(new HelmError("status", "no access"))).rejects.toThrow("no access");
  await expect(failing(new Error("not found"))).rejects.toThrow("not found");
});
