import type { Value } from "../cypher/value.ts";
import type { Neo4jError } from "../security/types.ts";

/** The entries of a summary, as plain values: a whole number stands for an INTEGER. */
export type Metadata = Record<string, unknown>;

/** The answer to one request: RECORDs, then one summary. */
export interface Answer {
  records: Value[][];
  summary: Summary;
}

/** How an answer ends. */
export type Summary =
  | { type: "SUCCESS"; metadata: Metadata }
  | { type: "FAILURE"; error: Neo4jError }
  | { type: "IGNORED" };

/** The answer to a request that was carried out. */
export function success(metadata: Metadata = {}, records: Value[][] = []): Answer {
  return { records, summary: { type: "SUCCESS", metadata } };
}

/** The answer to a request that was refused. */
export function failure(error: Neo4jError): Answer {
  return { records: [], summary: { type: "FAILURE", error } };
}

/** The answer to a request that came after a failure. */
export function ignored(): Answer {
  return { records: [], summary: { type: "IGNORED" } };
}
