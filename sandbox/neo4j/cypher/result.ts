import type { Value } from "./value.ts";

/** What a statement changed. */
export interface Counters {
  nodesCreated: number;
  nodesDeleted: number;
  labelsAdded: number;
  propertiesSet: number;
}

/** What a statement answers, complete. */
export interface Result {
  fields: string[];
  rows: Value[][];
  /** As in Bolt: reads, writes, both, or changes users and roles. */
  type: "r" | "w" | "rw" | "s";
  counters: Counters;
}

export const NO_CHANGES: Readonly<Counters> = {
  nodesCreated: 0,
  nodesDeleted: 0,
  labelsAdded: 0,
  propertiesSet: 0,
};
