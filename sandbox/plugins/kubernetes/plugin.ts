import type { CheckFailure, ProviderPlugin, ResourceHandler } from "../protocol/provider.ts";
import type { Properties } from "../protocol/values.ts";
import { Cluster } from "./cluster.ts";
import { checkClusterConfiguration, readClusterConfiguration } from "./configuration.ts";
import { namespace, secret } from "./objects/kinds.ts";
import { ObjectResource } from "./objects/object.ts";
import type { ChartReplacement } from "./release/arguments.ts";
import type { HelmFactory } from "./release/helm.ts";
import { Release } from "./release/release.ts";

/** The stand-in for the kubernetes plugin: the API server for objects, Helm for releases. */
export class KubernetesPlugin implements ProviderPlugin {
  readonly name = "kubernetes";
  readonly version: string;
  readonly resources: ReadonlyMap<string, ResourceHandler>;
  readonly functions: ReadonlyMap<string, (args: Properties) => Promise<Properties>> = new Map();
  readonly #helm: HelmFactory;
  readonly #cancelled = new AbortController();
  #cluster: Cluster | undefined;

  /** @param replacement installed in place of the Neo4j chart. Default: none. */
  constructor(version: string, helm: HelmFactory, replacement?: ChartReplacement) {
    this.version = version;
    this.#helm = helm;
    const cluster = (): Cluster => {
      if (this.#cluster === undefined)
        throw new Error("the kubernetes plugin is not configured yet");
      return this.#cluster;
    };
    this.resources = new Map<string, ResourceHandler>([
      ["kubernetes:core/v1:Namespace", new ObjectResource(namespace, cluster)],
      ["kubernetes:core/v1:Secret", new ObjectResource(secret, cluster)],
      ["kubernetes:helm.sh/v3:Release", new Release(cluster, replacement)],
    ]);
  }

  checkConfig(inputs: Properties): CheckFailure[] {
    return checkClusterConfiguration(inputs);
  }

  async configure(inputs: Properties): Promise<void> {
    const [failure] = checkClusterConfiguration(inputs);
    if (failure !== undefined) throw new Error(failure.reason);
    const configuration = readClusterConfiguration(inputs);
    this.#cluster = new Cluster(configuration, this.#helm, this.#cancelled.signal);
  }

  cancel(): void {
    this.#cancelled.abort();
  }

  async close(): Promise<void> {
    await this.#cluster?.close();
  }
}
