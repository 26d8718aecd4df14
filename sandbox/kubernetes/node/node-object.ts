import { arch, platform } from "node:os";
import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import { MERGE_PATCH } from "./api.ts";

/** Name of the node that the sandbox registers. */
export const NODE_NAME = "neo4j-okta-sandbox";

const ARCHITECTURES: Partial<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** The labels that every kubelet gives its node. */
export const NODE_LABELS: Readonly<Record<string, string>> = {
  "kubernetes.io/hostname": NODE_NAME,
  "kubernetes.io/os": platform(),
  "kubernetes.io/arch": ARCHITECTURES[arch()] ?? arch(),
};

/** Registers this machine as a Ready node, as a kubelet does on its start. */
export async function registerNode(api: CoreV1Api): Promise<void> {
  const metadata = { name: NODE_NAME, labels: { ...NODE_LABELS } };
  try {
    await api.createNode({ body: { apiVersion: "v1", kind: "Node", metadata } });
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 409)) throw error;
  }
  // The admission plugin taints each new node until it has been seen to be ready.
  const body = { metadata: { labels: NODE_LABELS }, spec: { taints: null } };
  await api.patchNode({ name: NODE_NAME, body }, MERGE_PATCH);
  await api.patchNodeStatus({ name: NODE_NAME, body: { status: nodeStatus() } }, MERGE_PATCH);
}

function nodeStatus(): object {
  const now = new Date().toISOString();
  const resources = { cpu: "64", memory: "256Gi", pods: "110", "ephemeral-storage": "1Ti" };
  const ready = {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "The sandbox's stand-in for a kubelet is running.",
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
  return {
    capacity: resources,
    allocatable: resources,
    conditions: [ready],
    addresses: [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: NODE_NAME },
    ],
  };
}
