import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { CoreV1Api, V1Pod, V1PodStatus } from "@kubernetes/client-node";
import { identityOf, MERGE_PATCH, messageOf, unlessMissing } from "./api.ts";
import { ContainerRunner, type ContainerRunnerOptions } from "./container-runner.ts";
import type { NodeEvent } from "./node-event.ts";
import { podStatus } from "./pod-status.ts";
import { apiObjectSource } from "./references.ts";
import { type ServedPorts, servedPort } from "./stand-in.ts";

/** A Pod, what its containers are run with, and who is told about them. */
export interface PodRunnerOptions
  extends Pick<ContainerRunnerOptions, "pod" | "directory" | "standIn" | "backoff" | "ports"> {
  api: CoreV1Api;
  onEvent: (event: NodeEvent) => void;
}

/** Runs the containers of one Pod and writes its status, as a kubelet does. */
export class PodRunner {
  readonly #options: PodRunnerOptions;
  readonly #containers: ContainerRunner[];
  readonly #startTime = new Date();
  readonly #reported = new Map<string, string>();
  #written: V1PodStatus | undefined;
  #writing: Promise<void> | undefined;
  #dirty = false;
  #stopping: Promise<void> | undefined;

  constructor(options: PodRunnerOptions) {
    this.#options = options;
    const { pod, api } = options;
    const { namespace } = identityOf(pod);
    this.#containers = (pod.spec?.containers ?? []).map((container) => {
      return new ContainerRunner({
        ...options,
        container,
        source: apiObjectSource(api, namespace),
        onChange: () => void this.#publish(),
        onEvent: (type, reason, message) => this.#report(type, reason, message),
      });
    });
  }

  get pod(): V1Pod {
    return this.#options.pod;
  }

  get ready(): boolean {
    return !this.#stopping && this.#containers.every(({ view }) => view.ready);
  }

  /** True from the first call of `stop`. */
  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** The ports that the Pod's stand-in serves on, while it does. */
  get ports(): ServedPorts | undefined {
    return this.#containers.find(({ ports }) => ports)?.ports;
  }

  /** The loopback port that stands for a container port of this Pod. */
  hostPort(containerPort: number): number | undefined {
    return this.ports && servedPort(this.ports, containerPort);
  }

  /** Starts the containers; returns at once. */
  start(): void {
    for (const { name, image } of this.pod.spec?.initContainers ?? []) {
      const message = `Init container ${name} (${image}) is not run; it counts as completed.`;
      this.#report("Warning", "NotRun", message);
    }
    void this.#publish();
    for (const container of this.#containers) {
      container.run().catch((error: unknown) => {
        const message = `Container ${container.container.name}: ${messageOf(error)}`;
        this.#report("Warning", "FailedSync", message);
      });
    }
  }

  /**
   * Ends the containers and deletes the Pod's folder; what its claims hold stays.
   * @param graceMs milliseconds between SIGTERM and SIGKILL
   */
  stop(graceMs: number): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.stop(graceMs)));
    await this.#writing;
    const directory = join(this.#options.directory, "pods", identityOf(this.pod).uid);
    await rm(directory, { recursive: true, force: true });
  }

  /** Leaves out what says the same as the last event of its reason, except failures: they count. */
  #report(type: "Normal" | "Warning", reason: string, message: string): void {
    const repeated = reason !== "BackOff" && this.#reported.get(reason) === message;
    this.#reported.set(reason, message);
    const { namespace, name } = identityOf(this.pod);
    if (!repeated) this.#options.onEvent({ type, reason, namespace, pod: name, message });
  }

  /** Writes the newest status; calls that come while one is being written share one more write. */
  #publish(): Promise<void> {
    this.#dirty = true;
    this.#writing ??= (async () => {
      while (this.#dirty) {
        this.#dirty = false;
        await this.#write();
      }
      this.#writing = undefined;
    })();
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { namespace, name, uid } = identityOf(this.pod);
    const status = podStatus({
      startTime: this.#startTime,
      now: new Date(),
      containers: this.#containers,
      initContainers: this.pod.spec?.initContainers ?? [],
      previous: this.#written,
    });
    this.#written = status;
    // The uid makes the API server refuse the status if another Pod took the name meanwhile.
    const body = { metadata: { uid }, status };
    const write = this.#options.api.patchNamespacedPodStatus(
      { name, namespace, body },
      MERGE_PATCH,
    );
    await unlessMissing(write).catch((error: unknown) => {
      if (!this.#stopping) this.#report("Warning", "FailedSync", `Pod status: ${messageOf(error)}`);
    });
  }
}
