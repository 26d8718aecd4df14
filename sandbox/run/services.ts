import type { World } from "./world.ts";

/** A port of a Kubernetes Service, and where it is reached from this machine. */
export interface ReachableService {
  namespace: string;
  name: string;
  port: number;
  /** `127.0.0.1:port`. */
  address: string;
}

/**
 * The ports of all Services that have a ready Pod behind them.
 *
 * @param namespaces where they are looked for. Default: everywhere
 */
export async function reachableServices(
  { api, reach }: World,
  namespaces?: readonly string[],
): Promise<ReachableService[]> {
  const lists = namespaces
    ? await Promise.all(namespaces.map((namespace) => api.listNamespacedService({ namespace })))
    : [await api.listServiceForAllNamespaces()];
  const items = lists.flatMap((list) => list.items);
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
      const endpoint = await reach.endpoint(namespace, name, port).catch(() => undefined);
      return endpoint ? [{ ...service, address: `${endpoint.host}:${endpoint.port}` }] : [];
    }),
  );
  return found.flat();
}
