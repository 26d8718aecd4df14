import type { CoreV1Api } from "@kubernetes/client-node";
import { retrying } from "./retry.ts";

/**
 * Deletes Pods and claims of a namespace that is being deleted. The namespace controller would do so
 * too, but only after five seconds, and it would then wait another eight for the claims' protection
 * to end; this way it finds them gone.
 */
export async function emptyNamespace(api: CoreV1Api, namespace: string): Promise<void> {
  await retrying(() => api.deleteCollectionNamespacedPod({ namespace }));
  await retrying(() => api.deleteCollectionNamespacedPersistentVolumeClaim({ namespace }));
}
