import { afterEach, beforeEach, expect, test } from "vitest";
import { useForeignCluster } from "../../../kubernetes/node/foreign-cluster.ts";
import { policyBinding, policyObject } from "../../../kubernetes/node/scheduler-policy-objects.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let server: ApiServer;

beforeEach(async () => {
  server = await startApiServer();
});

afterEach(() => server.stop());

const PATH = "/apis/admissionregistration.k8s.io";

function serveNodes(...ready: string[]): void {
  const items = ready.map((status, index) => ({
    metadata: { name: `node-${index}` },
    status: { conditions: [{ type: "Ready", status }] },
  }));
  server.on("GET /api/v1/nodes", { kind: "NodeList", apiVersion: "v1", metadata: {}, items });
}

function servePolicies(version: string): void {
  server.on(`GET ${PATH}/${version}`, {
    kind: "APIResourceList",
    groupVersion: `admissionregistration.k8s.io/${version}`,
    resources: [
      {
        name: "mutatingadmissionpolicybindings",
        kind: "MutatingAdmissionPolicyBinding",
        namespaced: false,
        verbs: ["list"],
      },
    ],
  });
  const kind = "MutatingAdmissionPolicyBindingList";
  const apiVersion = `admissionregistration.k8s.io/${version}`;
  server.on(`GET ${PATH}/${version}/mutatingadmissionpolicybindings`, {
    kind,
    apiVersion,
    metadata: {},
    items: [],
  });
}

test("a cluster with nodes but without the policy's kind is refused", async () => {
  serveNodes("True", "False", "True");
  await expect(useForeignCluster(server.kubeConfig, ["neo4j"])).rejects.toMatchObject({
    code: "CLUSTER_NOT_USABLE",
    message:
      "The cluster of the kubeconfig does not serve MutatingAdmissionPolicy, and has 2 Ready node(s), so its " +
      "own scheduler would take the Pods and start real Neo4j images. Use a cluster of Kubernetes 1.36 or " +
      "newer, one without Ready nodes, or leave the kubeconfig out.",
  });
});

test.each([[[]], [["False"]], [["Unknown"]]])(
  "a cluster whose nodes are ready as in %j is used like an own one",
  async (ready) => {
    serveNodes(...ready);
    expect(await useForeignCluster(server.kubeConfig, ["neo4j"])).toEqual({ kind: "as-own" });
  },
);

test.each(["v1", "v1beta1"])(
  "a cluster that serves %s is used beside its scheduler",
  async (version) => {
    serveNodes("True");
    servePolicies(version);
    const use = await useForeignCluster(server.kubeConfig, ["neo4j"]);
    expect(use.kind).toBe("beside-scheduler");
    expect(server.requests.some((request) => !request.startsWith("GET"))).toBe(false);
  },
);

test("missing rights are not taken for a missing kind", async () => {
  serveNodes();
  servePolicies("v1");
  server.on(`GET ${PATH}/v1/mutatingadmissionpolicybindings`, (_, response) => {
    response.writeHead(403, { "content-type": "application/json" });
    response.end(JSON.stringify({ kind: "Status", code: 403, message: "forbidden" }));
  });
  await expect(useForeignCluster(server.kubeConfig, ["neo4j"])).rejects.toMatchObject({
    code: 403,
  });
});

test("the policy is limited to Neo4j in the given namespaces, and admits what it cannot judge", () => {
  const policy = policyObject("admissionregistration.k8s.io/v1", ["b", "a"], "probe-1");
  expect(policy.metadata.name).toBe("neo4j-okta-sandbox.a.b");
  expect(policy.spec).toMatchObject({
    failurePolicy: "Ignore",
    matchConstraints: {
      resourceRules: [{ operations: ["CREATE"], resources: ["pods"], apiGroups: [""] }],
    },
    matchConditions: [
      {
        expression:
          `(request.namespace in ["b","a"] && object.spec.containers.exists(c, has(c.image) && ` +
          `c.image.matches("(^|/)neo4j[-:][^/]*enterprise"))) || (has(object.metadata.labels) && ` +
          `"neo4j-okta-sandbox/probe" in object.metadata.labels && ` +
          `object.metadata.labels["neo4j-okta-sandbox/probe"] == "probe-1")`,
      },
    ],
  });
  expect(policyBinding("admissionregistration.k8s.io/v1", ["a", "b"])).toMatchObject({
    metadata: { name: policy.metadata.name },
    spec: { policyName: policy.metadata.name },
  });
});
