import type { Value } from "./value.ts";

/** Rows under named columns. A statement that only changes something has neither. */
export interface Table<Cell = Value> {
  fields: string[];
  rows: Cell[][];
}

/** The counters of a statement that only reads. */
export const NO_CHANGES = {
  nodesCreated: 0,
  nodesDeleted: 0,
  relationshipsCreated: 0,
  relationshipsDeleted: 0,
  labelsAdded: 0,
  propertiesSet: 0,
};

/** What a statement changed. */
export type Counters = Record<keyof typeof NO_CHANGES, number>;

/** What a statement answers, complete. */
export interface Result extends Table {
  /** As in Bolt: reads, writes, or is about the server, its users and roles. */
  type: "r" | "w" | "s";
  counters: Readonly<Counters>;
}
