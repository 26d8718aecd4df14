import {
  type CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Service,
} from "@kubernetes/client-node";

/** True for a Service that waits for a load balancer's address. */
export function awaitsAddress(service: V1Service): boolean {
  return (
    service.spec?.type === "LoadBalancer" &&
    !service.metadata?.deletionTimestamp &&
    (service.status?.loadBalancer?.ingress ?? []).length === 0
  );
}

/**
 * Gives a Service of type LoadBalancer the address 127.0.0.1, as a cloud's controller gives one of
 * its own; without it Helm would wait for the address until its time is up.
 */
export async function assignAddress(api: CoreV1Api, service: V1Service): Promise<void> {
  const { name = "", namespace = "", uid } = service.metadata ?? {};
  const status = { loadBalancer: { ingress: [{ ip: "127.0.0.1" }] } };
  await api.patchNamespacedServiceStatus(
    { name, namespace, body: { metadata: { uid }, status } },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
}
