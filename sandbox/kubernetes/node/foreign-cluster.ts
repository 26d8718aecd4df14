import {
  ApiException,
  CoreV1Api,
  type KubeConfig,
  KubernetesObjectApi,
  type V1Pod,
} from "@kubernetes/client-node";
import { NodeError } from "./node-error.ts";
import type { Placement } from "./placement.ts";
import { SchedulerPolicy } from "./scheduler-policy.ts";
import { SCHEDULER_NAME } from "./scheduler-policy-objects.ts";

const API_VERSIONS = ["v1", "v1beta1", "v1alpha1"].map((v) => `admissionregistration.k8s.io/${v}`);

/**
 * On a cluster of the user's the node runs what the policy marked for it, and binds nothing: a Pod
 * without a node is seen by no kubelet, and deleting it needs none.
 */
export const foreignClusterPlacement: Placement = (pod: V1Pod) => {
  return pod.spec?.schedulerName === SCHEDULER_NAME && !pod.spec.nodeName ? "run" : "ignore";
};

/** Which way a cluster can be used: beside its own scheduler, or because it has none. */
export type ClusterUse = { kind: "beside-scheduler"; policy: SchedulerPolicy } | { kind: "as-own" };

/**
 * Finds out how to run Pods of Neo4j on a cluster of the user's without fighting its scheduler.
 * @throws NodeError CLUSTER_NOT_USABLE
 */
export async function useForeignCluster(
  kubeConfig: KubeConfig,
  namespaces: readonly string[],
): Promise<ClusterUse> {
  const objects = KubernetesObjectApi.makeApiClient(kubeConfig);
  const api = kubeConfig.makeApiClient(CoreV1Api);
  for (const apiVersion of API_VERSIONS) {
    if (await isServed(objects, apiVersion)) {
      return {
        kind: "beside-scheduler",
        policy: new SchedulerPolicy(objects, api, apiVersion, namespaces),
      };
    }
  }
  const ready = (await api.listNode()).items.filter(({ status }) => {
    return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
  });
  if (ready.length === 0) return { kind: "as-own" };
  throw new NodeError(
    "CLUSTER_NOT_USABLE",
    `The cluster of the kubeconfig does not serve MutatingAdmissionPolicy, and has ${ready.length} Ready ` +
      `node(s), so its own scheduler would take the Pods and start real Neo4j images. Use a cluster of ` +
      `Kubernetes 1.36 or newer, one without Ready nodes, or leave the kubeconfig out.`,
  );
}

async function isServed(objects: KubernetesObjectApi, apiVersion: string): Promise<boolean> {
  try {
    await objects.list(apiVersion, "MutatingAdmissionPolicyBinding");
    return true;
  } catch (error) {
    const forbidden = error instanceof ApiException && error.code !== 404;
    if (forbidden) throw error;
    return false;
  }
}
