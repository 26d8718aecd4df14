import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { World } from "./world.ts";

/** A port of a Kubernetes Service, and where it is reached from this machine. */
export interface ReachableService {
  namespace: string;
  name: string;
  port: number;
  /** `127.0.0.1:port`. */
  address: string;
}

/** The ports of all Services that have a ready Pod of the sandbox's node behind them. */
export async function reachableServices({
  kubeconfig,
  node,
}: Pick<World, "kubeconfig" | "node">): Promise<ReachableService[]> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { items } = await config.makeApiClient(CoreV1Api).listServiceForAllNamespaces();
  const ports = items.flatMap(({ metadata, spec }) =>
    (spec?.ports ?? []).map(({ port }) => ({
      namespace: metadata?.namespace ?? "",
      name: metadata?.name ?? "",
      port,
    })),
  );
  const found = await Promise.all(
    ports.map(async (service) => {
      const { namespace, name, port } = service;
      // A Service of the cluster's own, or one whose Pods are not ready: nothing to reach.
      const endpoint = await node.endpoint(namespace, name, port).catch(() => undefined);
      return endpoint ? [{ ...service, address: `${endpoint.host}:${endpoint.port}` }] : [];
    }),
  );
  return found.flat();
}

/** One line per Service, e.g. `neo4j/neo4j        7687 at 127.0.0.1:40123`. */
export function describeServices(services: readonly ReachableService[]): string[] {
  const byName = Map.groupBy(services, ({ namespace, name }) => `${namespace}/${name}`);
  return [...byName].map(([name, ports]) => {
    const addresses = ports.map(({ port, address }) => `${port} at ${address}`);
    return `${name.padEnd(17)} ${addresses.join(", ")}`;
  });
}
