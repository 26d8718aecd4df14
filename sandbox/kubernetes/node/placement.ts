import type { V1Pod } from "@kubernetes/client-node";

/** What a node does with a Pod: run it, bind it to itself first, or leave it alone. */
export type Placement = (pod: V1Pod) => "run" | "bind" | "ignore";
