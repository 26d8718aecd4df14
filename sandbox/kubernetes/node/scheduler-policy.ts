import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  ApiException,
  type CoreV1Api,
  type KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import { NodeError } from "./node-error.ts";
import {
  type NamedObject,
  policyBinding,
  policyObject,
  probePod,
  SCHEDULER_NAME,
} from "./scheduler-policy-objects.ts";

const EFFECT_MS = 20_000;
const POLL_MS = 200;

/**
 * An admission policy of ours that gives the Pods of Neo4j Enterprise in some namespaces a scheduler
 * name which only the sandbox's node answers to. Its name is fixed per namespace: what a killed run
 * left behind is taken over, and removed, by the next.
 */
export class SchedulerPolicy {
  readonly #objects: KubernetesObjectApi;
  readonly #api: CoreV1Api;
  readonly #probe = randomUUID();
  readonly #bodies: NamedObject[];

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
      body: probePod(this.#probe),
    });
    return pod.spec?.schedulerName === SCHEDULER_NAME;
  }
}
