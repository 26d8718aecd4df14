import type { V1Pod, V1Service } from "@kubernetes/client-node";
import { SandboxError } from "../../errors.ts";
import { identityOf } from "./api.ts";
import { containerPort } from "./readiness.ts";

/** Where a Service's port is reached from this machine. */
export interface Endpoint {
  host: string;
  port: number;
}

/** A Pod that may be behind a Service. */
export interface Candidate {
  readonly pod: V1Pod;
  readonly ready: boolean;
}

/** One of the sandbox's own node. */
export interface Backend extends Candidate {
  /** The loopback port that stands for a container port of this Pod. */
  hostPort(containerPort: number): number | undefined;
}

/**
 * The loopback address behind a Service's port, which is given by number or name.
 * @throws SandboxError if the Service has no such port, none of its Pods is ready, or the ready one does
 * not serve the port
 */
export function serviceEndpoint(
  service: V1Service,
  backends: readonly Backend[],
  port: number | string,
): Endpoint {
  const { backend, target } = findBackend(service, backends, port);
  const hostPort = backend.hostPort(target);
  if (hostPort !== undefined) return { host: "127.0.0.1", port: hostPort };
  const { namespace, name } = identityOf(service);
  throw new SandboxError(
    "service-port-not-served",
    `Port '${port}' of Service ${namespace}/${name} leads to container port ${target}, which the stand-in does not ` +
      `serve; it serves Bolt (7687) and, unless turned off, HTTP (7474).`,
  );
}

/**
 * A ready Pod behind a Service's port, and the container port that it leads to.
 * @throws SandboxError if the Service has no such port, or none of its Pods is ready
 */
export function findBackend<T extends Candidate>(
  service: V1Service,
  candidates: readonly T[],
  port: number | string,
): { backend: T; target: number } {
  const { namespace, name: serviceName } = identityOf(service);
  const name = `${namespace}/${serviceName}`;
  const ports = service.spec?.ports ?? [];
  const found = ports.find((candidate) => candidate.port === port || candidate.name === port);
  if (!found) {
    const known = ports.map(({ name, port }) => (name ? `${name} (${port})` : port)).join(", ");
    throw new SandboxError(
      "service-port-unknown",
      `Service ${name} has no port '${port}'; it has ${known || "none"}.`,
    );
  }
  const behind = candidates.filter(({ pod }) => selects(service, pod));
  const backend = behind.find(({ ready }) => ready);
  if (!backend) {
    const count = behind.length === 0 ? "it selects none" : `${behind.length} not ready`;
    throw new SandboxError("service-not-ready", `Service ${name} has no ready Pod (${count}).`);
  }
  const target = targetPort(backend.pod, found.targetPort ?? found.port) ?? found.port;
  return { backend, target };
}

function selects(service: V1Service, pod: V1Pod): boolean {
  const labels = pod.metadata?.labels ?? {};
  const selector = Object.entries(service.spec?.selector ?? {});
  return (
    identityOf(pod).namespace === identityOf(service).namespace &&
    selector.length > 0 &&
    selector.every(([key, value]) => labels[key] === value)
  );
}

function targetPort(pod: V1Pod, target: number | string | object): number | undefined {
  const numbers = (pod.spec?.containers ?? []).map((container) => containerPort(container, target));
  return numbers.find((number) => number !== undefined);
}
