import { rm } from "node:fs/promises";
import {
  CoreV1Api,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
} from "@kubernetes/client-node";
import { bindClaim, isUnbound } from "./claims.ts";
import { selects, targetPort } from "./endpoints.ts";
import { recordEvent } from "./event-recorder.ts";
import { type OwnedDirectory, ownDirectory } from "./guard.ts";
import { assignAddress, awaitsAddress } from "./load-balancers.ts";
import { claimDirectory } from "./mounts.ts";
import { emptyNamespace } from "./namespaces.ts";
import type { ContainerLine, NodeEvent } from "./node-event.ts";
import { registerNode } from "./node-object.ts";
import { unlessMissing } from "./object-source.ts";
import { ownCluster } from "./placement.ts";
import { PodManager } from "./pod-manager.ts";
import { retrying } from "./retry.ts";
import { nodeStandIn, type StandIn } from "./stand-in.ts";
import { watchObjects } from "./watch.ts";

export interface SandboxNodeOptions {
  /** Kubeconfig text of a cluster administrator. */
  kubeconfig: string;
  /** Default: the stand-in for Neo4j of this repository. */
  standIn?: StandIn;
  /** Milliseconds before a failed container is started again: first, and at most. Default 1 s, 30 s. */
  backoff?: { firstMs: number; maxMs: number };
  /** Milliseconds that a container has between SIGTERM and SIGKILL, at most. Default 10,000. */
  maxGraceMs?: number;
  onEvent?: (event: NodeEvent) => void;
  onLine?: (line: ContainerLine) => void;
}

/** Where a Service's port is reached from this machine. */
export interface Endpoint {
  host: string;
  port: number;
}

/**
 * The one node of the sandbox's cluster. It stands in for scheduler, kubelet, volume provisioner and
 * load balancer: it binds the Pods that the real StatefulSet controller makes, mounts what they
 * mount, starts a stand-in process per container, and reports their status.
 */
export class SandboxNode {
  readonly #options: SandboxNodeOptions;
  readonly #kubeConfig = new KubeConfig();
  readonly #api: CoreV1Api;
  readonly #watches: (() => Promise<void>)[] = [];
  #directory: OwnedDirectory | undefined;
  #pods: PodManager | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: SandboxNodeOptions) {
    this.#options = options;
    this.#kubeConfig.loadFromString(options.kubeconfig);
    this.#api = this.#kubeConfig.makeApiClient(CoreV1Api);
  }

  /** Registers the node and starts to take on Pods. */
  async start(): Promise<void> {
    if (this.#directory) throw new Error("The node was started before.");
    const directory = await ownDirectory("neo4j-okta-node-");
    this.#directory = directory;
    const pods = new PodManager({
      api: this.#api,
      directory: directory.path,
      placement: ownCluster,
      standIn: this.#options.standIn ?? nodeStandIn(),
      backoff: this.#options.backoff ?? { firstMs: 1_000, maxMs: 30_000 },
      maxGraceMs: this.#options.maxGraceMs ?? 10_000,
      onEvent: (event) => this.#report(event),
      onLine: (line) => this.#options.onLine?.(line),
    });
    this.#pods = pods;
    try {
      await registerNode(this.#api);
      await this.#watchAll(pods, directory.path);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends all containers and deletes the node's folder, the data of all claims with it. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await Promise.all(this.#watches.map((stop) => stop()));
      await this.#pods?.stop();
      await this.#directory?.remove();
    })();
    return this.#stopping;
  }

  /**
   * The loopback address behind a Service's port, which is given by number or name.
   * @throws Error if the Service is missing, has no such port, or none of its Pods is ready
   */
  async endpoint(namespace: string, name: string, port: number | string): Promise<Endpoint> {
    const service = await unlessMissing(this.#api.readNamespacedService({ name, namespace }));
    if (!service) throw new Error(`There is no Service ${namespace}/${name}.`);
    const behind = this.#pods?.in(namespace).filter(({ pod }) => selects(service, pod)) ?? [];
    const ready = behind.find((runner) => runner.ready);
    if (!ready) {
      throw new Error(
        `Service ${namespace}/${name} has no ready Pod (${behind.length} not ready).`,
      );
    }
    const target = targetPort(service, ready.pod, port);
    const hostPort = ready.hostPort(target);
    if (hostPort === undefined) {
      throw new Error(`Port ${target} of Service ${namespace}/${name} is not served here.`);
    }
    return { host: "127.0.0.1", port: hostPort };
  }

  async #watchAll(pods: PodManager, directory: string): Promise<void> {
    const api = this.#api;
    await Promise.all([
      this.#watch("pods", () => api.listPodForAllNamespaces(), {
        changed: (pod) => pods.changed(pod),
        deleted: (pod) => pods.deleted(pod),
      }),
      this.#watch("persistentvolumeclaims", () => api.listPersistentVolumeClaimForAllNamespaces(), {
        changed: async (claim) => {
          if (isUnbound(claim)) await retrying(() => bindClaim(api, claim));
        },
        deleted: (claim) => {
          const path = claimDirectory(directory, claim.metadata?.uid ?? "");
          return rm(path, { recursive: true, force: true });
        },
      }),
      this.#watch("services", () => api.listServiceForAllNamespaces(), {
        changed: async (service) => {
          if (awaitsAddress(service)) await retrying(() => assignAddress(api, service));
        },
      }),
      this.#watch("namespaces", () => api.listNamespace(), {
        changed: async (namespace) => {
          const name = namespace.metadata?.name ?? "";
          if (namespace.metadata?.deletionTimestamp) await emptyNamespace(api, name);
        },
      }),
    ]);
  }

  /** Handles the notifications of one collection of the core API. */
  async #watch<T extends KubernetesObject>(
    collection: string,
    list: () => Promise<KubernetesListObject<T>>,
    handlers: { changed: (object: T) => Promise<void>; deleted?: (object: T) => Promise<void> },
  ): Promise<void> {
    const failed = (what: string) => (error: unknown) => {
      if (this.#stopping) return;
      const message = `${what}: ${error instanceof Error ? error.message : String(error)}`;
      this.#report({ type: "Warning", reason: "FailedSync", namespace: "", pod: "", message });
    };
    const handle = (handler: (object: T) => Promise<void>) => (object: T) => {
      handler(object).catch(failed(`${collection} ${object.metadata?.name}`));
    };
    const stop = await watchObjects({
      kubeConfig: this.#kubeConfig,
      path: `/api/v1/${collection}`,
      list,
      onChange: handle(handlers.changed),
      ...(handlers.deleted ? { onDelete: handle(handlers.deleted) } : {}),
      onError: failed(`watch of ${collection}`),
    });
    this.#watches.push(stop);
  }

  #report(event: NodeEvent): void {
    this.#options.onEvent?.(event);
    if (event.pod !== "" && !this.#stopping) void recordEvent(this.#api, event).catch(() => {});
  }
}
