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
export async function reachableServices({ api, node }: World): Promise<ReachableService[]> {
  const { items } = await api.listServiceForAllNamespaces();
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
