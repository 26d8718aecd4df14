import { arch, platform } from "node:os";
import { CoreV1Api } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NODE_LABELS, registerNode } from "../../../kubernetes/node/node-object.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

const NODE = "/api/v1/nodes/neo4j-okta-sandbox";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.stop());

const register = () => registerNode(server.kubeConfig.makeApiClient(CoreV1Api));

test("the labels are those that a kubelet gives its node", () => {
  expect(NODE_LABELS).toEqual({
    "kubernetes.io/hostname": "neo4j-okta-sandbox",
    "kubernetes.io/os": platform(),
    "kubernetes.io/arch": { x64: "amd64", ia32: "386" }[arch() as string] ?? arch(),
  });
});

test("the node is there, without a taint, and Ready", async () => {
  const created = server.inbox("POST /api/v1/nodes");
  const patched = server.inbox(`PATCH ${NODE}`);
  const status = server.inbox(`PATCH ${NODE}/status`);
  await register();
  expect(await created.find(() => true)).toEqual({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "neo4j-okta-sandbox", labels: NODE_LABELS },
  });
  expect(await patched.find(() => true)).toEqual({
    metadata: { labels: NODE_LABELS },
    spec: { taints: null },
  });
  const resources = { cpu: "64", memory: "256Gi", pods: "110", "ephemeral-storage": "1Ti" };
  const now = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(await status.find(() => true)).toEqual({
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "The sandbox's stand-in for a kubelet is running.",
          lastHeartbeatTime: now,
          lastTransitionTime: now,
        },
      ],
      addresses: [
        { type: "InternalIP", address: "127.0.0.1" },
        { type: "Hostname", address: "neo4j-okta-sandbox" },
      ],
    },
  });
});

test.each([
  [409, undefined],
  [403, { code: 403 }],
])("an answer of %i to its creation ends with %j", async (code, error) => {
  server.on("POST /api/v1/nodes", (_, response) => response.writeHead(code).end("{}"));
  server.on(`PATCH ${NODE}`, {});
  server.on(`PATCH ${NODE}/status`, {});
  const outcome = register();
  if (error) await expect(outcome).rejects.toMatchObject(error);
  else await expect(outcome).resolves.toBeUndefined();
});
