import { BatchV1Api, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { SandboxError } from "../../errors.ts";
import { type OwnedDirectory, ownDirectory } from "../../process/guard.ts";
import { unlessMissing } from "./api.ts";
import { watchControlled } from "./controllers.ts";
import { type Endpoint, serviceEndpoint } from "./endpoints.ts";
import { Jobs } from "./jobs.ts";
import { type NodeEvent, recordEvent } from "./node-event.ts";
import { registerNode } from "./node-object.ts";
import { PodManager } from "./pod-manager.ts";
import { nodeStandIn, type StandIn } from "./stand-in.ts";
import { Watches } from "./watch.ts";

/** The cluster of a node, and how its containers are run. */
export interface SandboxNodeOptions {
  /** Kubeconfig text of a cluster administrator. */
  kubeconfig: string;
  /** Default: the stand-in for Neo4j of this repository. */
  standIn?: StandIn;
  /** Milliseconds before a failed container is started again: first, and at most. Default 1 s, 30 s. */
  backoff?: { firstMs: number; maxMs: number };
  /** Milliseconds that a container has between SIGTERM and SIGKILL, at most. Default 10,000. */
  maxGraceMs?: number;
  /** Told what the node did or could not do; a `BackOff` warning carries the container's last lines. */
  onEvent?: (event: NodeEvent) => void;
}

/**
 * The one node of the sandbox's cluster. It stands in for scheduler, kubelet, volume provisioner and
 * load balancer: it binds the Pods that the real StatefulSet controller makes, mounts what they
 * mount, starts a stand-in process per container, and reports their status. It also stands in for the
 * Job controller, and runs Jobs of cypher-shell without Pods. Volumes are folders
 * below a temporary one, which `stop` deletes and which does not outlive this process either.
 */
export class SandboxNode {
  readonly #options: SandboxNodeOptions;
  readonly #api: CoreV1Api;
  readonly #batch: BatchV1Api;
  readonly #watches: Watches;
  #owned: OwnedDirectory | undefined;
  #pods: PodManager | undefined;
  #jobs: Jobs | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: SandboxNodeOptions) {
    this.#options = options;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(options.kubeconfig);
    this.#api = kubeConfig.makeApiClient(CoreV1Api);
    this.#batch = kubeConfig.makeApiClient(BatchV1Api);
    this.#watches = new Watches(kubeConfig, (message) => {
      this.#report({ type: "Warning", reason: "FailedSync", namespace: "", pod: "", message });
    });
  }

  /** Starts to take on Pods; those that wait already come first. */
  async start(): Promise<void> {
    if (this.#pods) throw new Error("The node was started before.");
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends all containers and deletes the node's own folder. The Pods stay in the API. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await this.#watches.stop();
      await this.#jobs?.stop();
      await this.#pods?.stop();
      await this.#owned?.remove();
    })();
    return this.#stopping;
  }

  /**
   * The loopback address behind a Service's port, which is given by number or name.
   * @throws SandboxError
   */
  async endpoint(namespace: string, name: string, port: number | string): Promise<Endpoint> {
    const service = await unlessMissing(this.#api.readNamespacedService({ name, namespace }));
    if (service) return serviceEndpoint(service, this.#pods?.all ?? [], port);
    throw new SandboxError("service-not-found", `There is no Service ${namespace}/${name}.`);
  }

  async #start(): Promise<void> {
    this.#owned = await ownDirectory("neo4j-okta-node-");
    const directory = this.#owned.path;
    const { standIn, backoff, maxGraceMs } = this.#options;
    const pods = new PodManager({
      api: this.#api,
      directory,
      standIn: standIn ?? nodeStandIn(),
      backoff: backoff ?? { firstMs: 1_000, maxMs: 30_000 },
      maxGraceMs: maxGraceMs ?? 10_000,
      onEvent: (event) => this.#report(event),
    });
    this.#pods = pods;
    const jobs = new Jobs({
      api: this.#batch,
      core: this.#api,
      directory,
      endpoint: (namespace, service, port) => this.endpoint(namespace, service, port),
      onEvent: (type, namespace, name, message) =>
        this.#report({ type, reason: "Job", namespace, pod: "", message: `${name}: ${message}` }),
    });
    this.#jobs = jobs;
    await registerNode(this.#api);
    await Promise.all([
      this.#watches.add("/api/v1/pods", () => this.#api.listPodForAllNamespaces(), {
        changed: (pod) => pods.changed(pod),
        deleted: (pod) => pods.deleted(pod),
      }),
      watchControlled(this.#watches, this.#api, directory),
      jobs.watch(this.#watches),
    ]);
  }

  #report(event: NodeEvent): void {
    this.#options.onEvent?.(event);
    if (event.pod !== "" && !this.#stopping) void recordEvent(this.#api, event).catch(() => {});
  }
}
