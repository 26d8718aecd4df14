import {
  type CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1PersistentVolumeClaim,
} from "@kubernetes/client-node";

const MERGE_PATCH = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

/** True for a claim that still waits for its volume. */
export function isUnbound(claim: V1PersistentVolumeClaim): boolean {
  return !claim.metadata?.deletionTimestamp && claim.status?.phase !== "Bound";
}

/**
 * Binds a claim, as provisioner and volume binder would: its volume is a folder of the node, so there
 * is no PersistentVolume object.
 */
export async function bindClaim(api: CoreV1Api, claim: V1PersistentVolumeClaim): Promise<void> {
  const { name = "", namespace = "", uid } = claim.metadata ?? {};
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
