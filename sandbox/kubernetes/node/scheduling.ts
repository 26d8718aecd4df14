import type { V1Pod } from "@kubernetes/client-node";

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
