import type { V1Pod } from "@kubernetes/client-node";
import { NODE_NAME } from "./node-object.ts";

/** What the node does with a Pod: run it, bind it to itself first, or leave it alone. */
export function placement(pod: V1Pod): "run" | "bind" | "ignore" {
  if (pod.spec?.nodeName === NODE_NAME) return "run";
  const gated = (pod.spec?.schedulingGates ?? []).length > 0;
  const defaultScheduler = (pod.spec?.schedulerName ?? "default-scheduler") === "default-scheduler";
  return pod.spec?.nodeName || gated || !defaultScheduler ? "ignore" : "bind";
}

/**
 * Why a Pod cannot be bound to the one node with these labels, in the scheduler's kind of words;
 * undefined if it can. Affinity between Pods, taints and resources do not matter on a node that is
 * this machine.
 */
export function unschedulable(
  pod: V1Pod,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  const selector = Object.entries(pod.spec?.nodeSelector ?? {});
  const unmet = selector.filter(([key, value]) => labels[key] !== value);
  if (unmet.length === 0) return undefined;
  const wanted = unmet.map(([key, value]) => `${key}=${value}`).join(", ");
  return `0/1 nodes are available: 1 node(s) didn't match Pod's node selector (${wanted}).`;
}
