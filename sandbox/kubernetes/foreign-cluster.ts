import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  ApiException,
  CoreV1Api,
  type KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type V1Pod,
} from "@kubernetes/client-node";
import { NodeError } from "./node-error.ts";
import type { Placement } from "./placement.ts";
import { PROBE_LABEL, policyBinding, policyObject, SCHEDULER_NAME } from "./scheduler-policy.ts";

const API_VERSIONS = ["v1", "v1beta1", "v1alpha1"].map((v) => `admissionregistration.k8s.io/${v}`);
const EFFECT_MS = 20_000;
const POLL_MS = 200;

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

/**
 * An admission policy of ours that gives the Pods of Neo4j Enterprise in some namespaces a scheduler
 * name which only the sandbox's node answers to. Its name is fixed per namespace: what a killed run
 * left behind is taken over, and removed, by the next.
 */
export class SchedulerPolicy {
  readonly #objects: KubernetesObjectApi;
  readonly #api: CoreV1Api;
  readonly #probe = randomUUID();
  readonly #bodies: (ReturnType<typeof policyObject> | ReturnType<typeof policyBinding>)[];

  constructor(
    objects: KubernetesObjectApi,
    api: CoreV1Api,
    apiVersion: string,
    namespaces: readonly string[],
  ) {
    this.#objects = objects;
    this.#api = api;
    this.#bodies = [
      policyObject(apiVersion, namespaces, this.#probe),
      policyBinding(apiVersion, namespaces),
    ];
  }

  /**
   * Creates the policy and waits until the API server obeys it, which a dry run of a Pod shows.
   * @throws NodeError CLUSTER_NOT_USABLE
   */
  async start(): Promise<void> {
    for (const body of this.#bodies) {
      await this.#objects.patch(
        body,
        undefined,
        undefined,
        SCHEDULER_NAME,
        true,
        PatchStrategy.ServerSideApply,
      );
    }
    const end = Date.now() + EFFECT_MS;
    while (!(await this.#takesEffect())) {
      if (Date.now() > end) {
        throw new NodeError(
          "CLUSTER_NOT_USABLE",
          `The cluster of the kubeconfig accepted a MutatingAdmissionPolicy but did not obey it within ` +
            `${EFFECT_MS / 1_000} s. Leave the kubeconfig out, or use another cluster.`,
        );
      }
      await delay(POLL_MS);
    }
  }

  /** Removes the policy; Pods that exist keep their scheduler name. */
  async stop(): Promise<void> {
    for (const body of this.#bodies.toReversed()) {
      await this.#objects.delete(body).catch((error: unknown) => {
        if (!(error instanceof ApiException && error.code === 404)) throw error;
      });
    }
  }

  async #takesEffect(): Promise<boolean> {
    const pod = await this.#api.createNamespacedPod({
      namespace: "default",
      dryRun: "All",
      body: {
        metadata: { name: `${SCHEDULER_NAME}-probe`, labels: { [PROBE_LABEL]: this.#probe } },
        spec: {
          containers: [
            {
              name: "probe",
              image: "probe",
              resources: {
                requests: { cpu: "1m", memory: "1Mi" },
                limits: { cpu: "1m", memory: "1Mi" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                runAsNonRoot: true,
                seccompProfile: { type: "RuntimeDefault" },
              },
            },
          ],
        },
      },
    });
    return pod.spec?.schedulerName === SCHEDULER_NAME;
  }
}
