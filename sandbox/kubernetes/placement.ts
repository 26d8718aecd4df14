import type { V1Pod } from "@kubernetes/client-node";
import { NODE_NAME } from "./node-object.ts";

/** What a node does with a Pod: run it, bind it to itself first, or leave it alone. */
export type Placement = (pod: V1Pod) => "run" | "bind" | "ignore";

/** On a cluster that is the sandbox's own, every Pod is the node's. */
export const ownCluster: Placement = (pod) => {
  if (pod.spec?.nodeName === NODE_NAME) return "run";
  const gated = (pod.spec?.schedulingGates ?? []).length > 0;
  const defaultScheduler = (pod.spec?.schedulerName ?? "default-scheduler") === "default-scheduler";
  return pod.spec?.nodeName || gated || !defaultScheduler ? "ignore" : "bind";
};
