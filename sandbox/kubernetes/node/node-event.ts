import { randomUUID } from "node:crypto";
import type { CoreV1Api } from "@kubernetes/client-node";
import { NODE_NAME } from "./node-object.ts";

/** Something that the node did, or could not do, with a Pod; also written to the API as an Event. */
export interface NodeEvent {
  type: "Normal" | "Warning";
  /** CamelCase, the kubelet's own word where it has one, e.g. `BackOff`, `FailedMount`. */
  reason: string;
  namespace: string;
  pod: string;
  /** For `BackOff` it ends with the last lines that the container printed. */
  message: string;
}

/** e.g. `BackOff neo4j/neo4j-0: Back-off restarting failed container ...`. */
export function describeEvent(event: NodeEvent): string {
  const subject = event.pod === "" ? "node" : `${event.namespace}/${event.pod}`;
  return `${event.reason} ${subject}: ${event.message}`;
}

/** An object that a Pod needs before it can start. */
export interface AwaitedObject {
  kind: "Secret" | "ConfigMap";
  name: string;
}

/** The Secret or ConfigMap that a Pod waits for by a `FailedMount` or a `Failed` event, in the kubelet's words. */
export function awaitedObject({ reason, message }: NodeEvent): AwaitedObject | undefined {
  if (reason !== "FailedMount" && reason !== "Failed") return undefined;
  const [, kind, name] = /\b(secret|configmap) "([^"]+)" not found$/.exec(message) ?? [];
  if (name === undefined) return undefined;
  return { kind: kind === "secret" ? "Secret" : "ConfigMap", name };
}

/** The API's limit on the length of an Event's message. */
const MESSAGE_LENGTH = 1_024;

/** Writes an event of the node to the API, where `kubectl describe pod` shows it. */
export async function recordEvent(api: CoreV1Api, event: NodeEvent): Promise<void> {
  const { namespace, pod, type, reason } = event;
  const now = new Date();
  await api.createNamespacedEvent({
    namespace,
    body: {
      metadata: { name: `${pod}.${randomUUID()}`, namespace },
      involvedObject: { apiVersion: "v1", kind: "Pod", namespace, name: pod },
      type,
      reason,
      message: clip(event.message),
      source: { component: NODE_NAME, host: NODE_NAME },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    },
  });
}

/** Keeps start and end: the end of a failed container's output says most. */
function clip(message: string): string {
  if (message.length <= MESSAGE_LENGTH) return message;
  const head = message.slice(0, 200);
  return `${head} ... ${message.slice(head.length + 5 - MESSAGE_LENGTH)}`;
}
