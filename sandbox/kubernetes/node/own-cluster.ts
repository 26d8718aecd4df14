import { rm } from "node:fs/promises";
import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import { bindClaim, isUnbound } from "./claims.ts";
import { assignAddress, awaitsAddress } from "./load-balancers.ts";
import { claimDirectory } from "./mounts.ts";
import { emptyNamespace } from "./namespaces.ts";
import { NODE_NAME } from "./node-object.ts";
import type { Placement } from "./placement.ts";
import { retrying } from "./retry.ts";
import type { Watches } from "./watch.ts";

/** On a cluster that is the sandbox's own, every Pod is the node's. */
export const ownClusterPlacement: Placement = (pod: V1Pod) => {
  if (pod.spec?.nodeName === NODE_NAME) return "run";
  const gated = (pod.spec?.schedulingGates ?? []).length > 0;
  const defaultScheduler = (pod.spec?.schedulerName ?? "default-scheduler") === "default-scheduler";
  return pod.spec?.nodeName || gated || !defaultScheduler ? "ignore" : "bind";
};

/** Stands in for the controllers besides the scheduler that a cluster of the sandbox's own lacks. */
export async function watchOwnCluster(
  watches: Watches,
  api: CoreV1Api,
  directory: string,
): Promise<void> {
  await Promise.all([
    watches.add(
      "/api/v1/persistentvolumeclaims",
      () => api.listPersistentVolumeClaimForAllNamespaces(),
      {
        changed: async (claim) => {
          if (isUnbound(claim)) await retrying(() => bindClaim(api, claim));
        },
        deleted: (claim) => {
          const path = claimDirectory(directory, claim.metadata?.uid ?? "");
          return rm(path, { recursive: true, force: true });
        },
      },
    ),
    watches.add("/api/v1/services", () => api.listServiceForAllNamespaces(), {
      changed: async (service) => {
        if (awaitsAddress(service)) await retrying(() => assignAddress(api, service));
      },
    }),
    watches.add("/api/v1/namespaces", () => api.listNamespace(), {
      changed: async ({ metadata }) => {
        if (metadata?.deletionTimestamp) await emptyNamespace(api, metadata.name ?? "");
      },
    }),
  ]);
}
