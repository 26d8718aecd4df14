import { KubernetesObjectApi } from "@kubernetes/client-node";
import type { ClusterConfiguration } from "./configuration.ts";
import type { Helm, HelmFactory } from "./release/helm.ts";

/** A configured cluster: its API, and Helm. */
export class Cluster {
  readonly configuration: ClusterConfiguration;
  readonly objects: KubernetesObjectApi;
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal;
  readonly #helmFactory: HelmFactory;
  #helm: Promise<Helm> | undefined;

  constructor(configuration: ClusterConfiguration, helmFactory: HelmFactory, signal: AbortSignal) {
    this.configuration = configuration;
    this.objects = KubernetesObjectApi.makeApiClient(configuration.kubeconfig);
    this.#helmFactory = helmFactory;
    this.signal = signal;
  }

  /** Helm for this cluster, prepared on first use. */
  helm(): Promise<Helm> {
    this.#helm ??= this.#helmFactory(this.configuration.kubeconfig.exportConfig(), this.signal);
    return this.#helm;
  }

  /** Stops Helm, if it was used. */
  async close(): Promise<void> {
    const helm = await this.#helm?.catch(() => undefined);
    await helm?.stop();
  }
}
