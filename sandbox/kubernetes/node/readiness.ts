import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { V1Container } from "@kubernetes/client-node";

/** How often a container's readiness is asked for. */
export interface ReadinessProbe {
  /** Container port that must accept connections. */
  port: number;
  /** Milliseconds between two attempts. Kubernetes' default: 10,000. */
  periodMs: number;
  /** Milliseconds for one attempt. Kubernetes' default: 1,000. */
  timeoutMs: number;
  /** Failures in a row that make a ready container unready. Kubernetes' default: 3. */
  failureThreshold: number;
}

/**
 * The readiness probe of a container, read as "accepts TCP connections on this port": probes of other
 * kinds, which would need the image's own tools or pages, fall back to `defaultPort`.
 */
export function readinessProbe(container: V1Container, defaultPort: number): ReadinessProbe {
  const probe = container.readinessProbe;
  const port = probe?.tcpSocket?.port ?? probe?.httpGet?.port ?? defaultPort;
  return {
    port: containerPort(container, port) ?? defaultPort,
    periodMs: (probe?.periodSeconds ?? 10) * 1_000,
    timeoutMs: (probe?.timeoutSeconds ?? 1) * 1_000,
    failureThreshold: probe?.failureThreshold ?? 3,
  };
}

/** The number of a port that is given by number or by a container port's name. */
export function containerPort(
  container: V1Container,
  port: number | string | object,
): number | undefined {
  if (typeof port === "number") return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort;
}

/** True if 127.0.0.1 accepts a connection on the port in time. */
export function acceptsConnections(port: number, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: "127.0.0.1", port, timeout: timeoutMs });
  const answer = (accepts: boolean) => {
    socket.destroy();
    resolve(accepts);
  };
  socket.once("connect", () => answer(true));
  socket.once("timeout", () => answer(false));
  socket.once("error", () => answer(false));
  return promise;
}

/**
 * Probes until `signal` is aborted, and tells each change. A container begins unready, becomes ready
 * with the first success, and unready again after `failureThreshold` failures in a row.
 */
export async function followReadiness(
  { periodMs, failureThreshold }: Pick<ReadinessProbe, "periodMs" | "failureThreshold">,
  attempt: () => Promise<boolean>,
  signal: AbortSignal,
  onChange: (ready: boolean) => void,
): Promise<void> {
  let ready = false;
  for (let failures = 0; !signal.aborted; ) {
    const succeeded = await attempt();
    if (signal.aborted) return;
    failures = succeeded ? 0 : failures + 1;
    const changed = succeeded ? !ready : ready && failures === failureThreshold;
    if (changed) {
      ready = succeeded;
      onChange(ready);
    }
    await delay(periodMs, undefined, { signal }).catch(() => {});
  }
}
