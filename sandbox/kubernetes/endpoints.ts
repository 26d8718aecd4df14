import type { V1Pod, V1Service } from "@kubernetes/client-node";
import { containerPort } from "./readiness.ts";

/**
 * True if a Service sends traffic to a Pod.
 */
export function selects(service: V1Service, pod: V1Pod): boolean {
  const selector = Object.entries(service.spec?.selector ?? {});
  const labels = pod.metadata?.labels ?? {};
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}

/**
 * The container port behind a Service's port, which is given by number or name.
 * @throws Error if the Service has no such port
 */
export function targetPort(service: V1Service, pod: V1Pod, port: number | string): number {
  const ports = service.spec?.ports ?? [];
  const found = ports.find((candidate) => candidate.port === port || candidate.name === port);
  if (!found) {
    const known = ports.map(({ name, port }) => (name ? `${name} (${port})` : port)).join(", ");
    const { namespace, name } = service.metadata ?? {};
    throw new Error(`Service ${namespace}/${name} has no port '${port}'; it has ${known}.`);
  }
  const target = found.targetPort ?? found.port;
  for (const container of pod.spec?.containers ?? []) {
    const number = containerPort(container, target);
    if (number !== undefined) return number;
  }
  return found.port;
}
