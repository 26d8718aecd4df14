import type { V1Pod } from "@kubernetes/client-node";
import { identityOf, retrying } from "./api.ts";
import { NODE_LABELS, NODE_NAME } from "./node-object.ts";
import { PodRunner, type PodRunnerOptions } from "./pod-runner.ts";
import { placement, unschedulable } from "./scheduling.ts";
import type { ServedPorts } from "./stand-in.ts";

/** What all Pods of a node have in common. */
export interface PodManagerOptions extends Omit<PodRunnerOptions, "pod" | "ports"> {
  /** Milliseconds between SIGTERM and SIGKILL, at most. */
  maxGraceMs: number;
}

/** The Pods of the node, from the notifications of the API server about them. */
export class PodManager {
  readonly #options: PodManagerOptions;
  readonly #runners = new Map<string, PodRunner>();
  /** By namespace and name of a Pod, so that its successor waits for it and serves on its ports. */
  readonly #ended = new Map<string, Promise<ServedPorts | undefined>>();
  #stopping = false;

  constructor(options: PodManagerOptions) {
    this.#options = options;
  }

  /** The Pods that the node runs. */
  get all(): PodRunner[] {
    return [...this.#runners.values()];
  }

  /** Binds or runs a Pod; ends one that is being deleted, and deletes it for good. */
  async changed(pod: V1Pod): Promise<void> {
    const place = placement(pod);
    if (this.#stopping || place === "ignore") return;
    if (pod.metadata?.deletionTimestamp) return await this.#terminate(pod);
    if (place === "bind") return await this.#bind(pod);
    await this.#run(pod);
  }

  /** Ends what is left of a Pod that is gone from the API server. */
  async deleted(pod: V1Pod): Promise<void> {
    await this.#end(pod, 0);
    this.#runners.delete(identityOf(pod).uid);
  }

  /** Ends all containers. The Pods stay in the API. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const { maxGraceMs } = this.#options;
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop(maxGraceMs)));
  }

  async #bind(pod: V1Pod): Promise<void> {
    const { api, onEvent } = this.#options;
    const { namespace, name, uid } = identityOf(pod);
    const message = unschedulable(pod, NODE_LABELS);
    if (message !== undefined) {
      onEvent({ type: "Warning", reason: "FailedScheduling", namespace, pod: name, message });
      return;
    }
    const target = { apiVersion: "v1", kind: "Node", name: NODE_NAME };
    const body = { metadata: { name, uid }, target };
    await retrying(() => api.createNamespacedPodBinding({ name, namespace, body }));
  }

  async #run(pod: V1Pod): Promise<void> {
    const { uid } = identityOf(pod);
    const finished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
    if (finished || this.#runners.has(uid)) return;
    const ports = await this.#ended.get(nameOf(pod));
    if (this.#stopping || this.#runners.has(uid)) return;
    const runner = new PodRunner({ ...this.#options, pod, ports });
    this.#runners.set(uid, runner);
    runner.start();
  }

  async #terminate(pod: V1Pod): Promise<void> {
    const { namespace, name, uid } = identityOf(pod);
    const { api, maxGraceMs } = this.#options;
    const wantedMs = (pod.metadata?.deletionGracePeriodSeconds ?? 0) * 1_000;
    await this.#end(pod, Math.min(wantedMs, maxGraceMs));
    const body = { gracePeriodSeconds: 0, preconditions: { uid } };
    await retrying(() => api.deleteNamespacedPod({ name, namespace, body }));
  }

  async #end(pod: V1Pod, graceMs: number): Promise<void> {
    const runner = this.#runners.get(identityOf(pod).uid);
    if (!runner) return;
    const { ports, stopping } = runner;
    const ended = runner.stop(graceMs).then(() => ports);
    if (!stopping) this.#ended.set(nameOf(pod), ended);
    await ended;
  }
}

function nameOf(pod: V1Pod): string {
  const { namespace, name } = identityOf(pod);
  return `${namespace}/${name}`;
}
