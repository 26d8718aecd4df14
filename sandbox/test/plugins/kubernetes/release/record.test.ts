import { expect, test } from "vitest";
import { resourceNames } from "../../../../plugins/kubernetes/release/record.ts";

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
