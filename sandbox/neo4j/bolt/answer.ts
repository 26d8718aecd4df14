import type { Value, ValueMap } from "../cypher/value.ts";
import type { Neo4jError } from "../security/types.ts";

/** The answer to one request: RECORDs, then one summary. */
export interface Answer {
  records: Value[][];
  summary: Summary;
}

export type Summary =
  | { type: "SUCCESS"; metadata: ValueMap }
  | { type: "FAILURE"; error: Neo4jError }
  | { type: "IGNORED" };

export function success(metadata: ValueMap = new Map(), records: Value[][] = []): Answer {
  return { records, summary: { type: "SUCCESS", metadata } };
}

export function failure(error: Neo4jError): Answer {
  return { records: [], summary: { type: "FAILURE", error } };
}

export function ignored(): Answer {
  return { records: [], summary: { type: "IGNORED" } };
}
