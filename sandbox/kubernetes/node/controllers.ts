import { rm } from "node:fs/promises";
import type { CoreV1Api, V1PersistentVolumeClaim, V1Service } from "@kubernetes/client-node";
import { identityOf, MERGE_PATCH, retrying } from "./api.ts";
import { claimDirectory } from "./mounts.ts";
import type { Watches } from "./watch.ts";

/**
 * Stands in for the controllers besides the scheduler that the control plane does not have: it binds
 * claims, gives load balancers an address, and empties namespaces that are being deleted.
 * @param directory the node's folder, from which a deleted claim's data is removed
 */
export async function watchControlled(
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
          const path = claimDirectory(directory, identityOf(claim).uid);
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
      changed: async (namespace) => {
        if (namespace.metadata?.deletionTimestamp) {
          await emptyNamespace(api, identityOf(namespace).name);
        }
      },
    }),
  ]);
}

function isUnbound(claim: V1PersistentVolumeClaim): boolean {
  return !claim.metadata?.deletionTimestamp && claim.status?.phase !== "Bound";
}

/** The volume is a folder of the node, so there is no PersistentVolume object. */
async function bindClaim(api: CoreV1Api, claim: V1PersistentVolumeClaim): Promise<void> {
  const { name, namespace, uid } = identityOf(claim);
  const volumeName = claim.spec?.volumeName ?? `pvc-${uid}`;
  await api.patchNamespacedPersistentVolumeClaim(
    { name, namespace, body: { metadata: { uid }, spec: { volumeName } } },
    MERGE_PATCH,
  );
  const status = {
    phase: "Bound",
    accessModes: claim.spec?.accessModes ?? [],
    capacity: claim.spec?.resources?.requests ?? {},
  };
  await api.patchNamespacedPersistentVolumeClaimStatus(
    { name, namespace, body: { metadata: { uid }, status } },
    MERGE_PATCH,
  );
}

/** Without an address Helm waits for a LoadBalancer until its time is up. */
function awaitsAddress(service: V1Service): boolean {
  return (
    service.spec?.type === "LoadBalancer" &&
    !service.metadata?.deletionTimestamp &&
    (service.status?.loadBalancer?.ingress ?? []).length === 0
  );
}

async function assignAddress(api: CoreV1Api, service: V1Service): Promise<void> {
  const { name, namespace, uid } = identityOf(service);
  const status = { loadBalancer: { ingress: [{ ip: "127.0.0.1" }] } };
  await api.patchNamespacedServiceStatus(
    { name, namespace, body: { metadata: { uid }, status } },
    MERGE_PATCH,
  );
}

/**
 * The namespace controller would delete Pods and claims too, but only after five seconds, and it
 * would then wait another eight for the claims' protection to end.
 */
async function emptyNamespace(api: CoreV1Api, namespace: string): Promise<void> {
  await retrying(() => api.deleteCollectionNamespacedPod({ namespace }));
  await retrying(() => api.deleteCollectionNamespacedPersistentVolumeClaim({ namespace }));
}
