import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesObjectApi } from "@kubernetes/client-node";
import type { ClusterConfiguration } from "./configuration.ts";
import { HelmCommand } from "./release/command.ts";

/** A configured cluster: its API, and Helm with a private copy of the kubeconfig. */
export class Cluster {
  readonly configuration: ClusterConfiguration;
  readonly objects: KubernetesObjectApi;
  readonly signal: AbortSignal;
  readonly #helmPath: string;
  #helm: Promise<HelmCommand> | undefined;
  #directory: string | undefined;

  /** @param helmPath path of the Helm executable. */
  constructor(configuration: ClusterConfiguration, helmPath: string, signal: AbortSignal) {
    this.configuration = configuration;
    this.objects = KubernetesObjectApi.makeApiClient(configuration.kubeconfig);
    this.#helmPath = helmPath;
    this.signal = signal;
  }

  /** Helm for this cluster. Its kubeconfig is written, for the owner alone, on first use. */
  helm(): Promise<HelmCommand> {
    this.#helm ??= this.#prepareHelm();
    return this.#helm;
  }

  /** Ends Helm processes that still run and removes the copy of the kubeconfig. */
  async close(): Promise<void> {
    const helm = await this.#helm?.catch(() => undefined);
    await helm?.stop();
    if (this.#directory !== undefined) await rm(this.#directory, { recursive: true, force: true });
  }

  async #prepareHelm(): Promise<HelmCommand> {
    this.#directory = await mkdtemp(join(tmpdir(), "neo4j-okta-helm-"));
    const kubeconfig = join(this.#directory, "kubeconfig");
    await writeFile(kubeconfig, this.configuration.kubeconfig.exportConfig(), { mode: 0o600 });
    return new HelmCommand(this.#helmPath, kubeconfig, this.signal);
  }
}
