import type { ProviderPlugin, ResourceHandler } from "../protocol/provider.ts";
import { Cluster } from "./cluster.ts";
import { checkClusterConfiguration, readClusterConfiguration } from "./configuration.ts";
import { configMap, job, namespace, secret } from "./objects/kinds.ts";
import { objectResource } from "./objects/object.ts";
import type { ChartReplacement } from "./release/arguments.ts";
import type { HelmFactory } from "./release/helm.ts";
import { releaseResource } from "./release/release.ts";

/**
 * The stand-in for the kubernetes plugin: the API server for objects, Helm for releases.
 *
 * @param replacement installed in place of the Neo4j chart. Default: none.
 * @param repositories those that Helm may fetch charts from. Default: any.
 */
export function kubernetesPlugin(
  version: string,
  helm: HelmFactory,
  replacement?: ChartReplacement,
  repositories?: readonly string[],
): ProviderPlugin {
  const cancelled = new AbortController();
  let configured: Cluster | undefined;
  const cluster = (): Cluster => {
    if (configured === undefined) throw new Error("the kubernetes plugin is not configured yet");
    return configured;
  };
  return {
    name: "kubernetes",
    version,
    resources: new Map<string, ResourceHandler>([
      ["kubernetes:batch/v1:Job", objectResource(job, cluster)],
      ["kubernetes:core/v1:ConfigMap", objectResource(configMap, cluster)],
      ["kubernetes:core/v1:Namespace", objectResource(namespace, cluster)],
      ["kubernetes:core/v1:Secret", objectResource(secret, cluster)],
      ["kubernetes:helm.sh/v3:Release", releaseResource(cluster, replacement, repositories)],
    ]),
    checkConfig: checkClusterConfiguration,
    async configure(inputs) {
      configured = new Cluster(readClusterConfiguration(inputs), helm, cancelled.signal);
    },
    cancel: () => cancelled.abort(),
    close: async () => configured?.close(),
  };
}
