import type { Cursor } from "../../cypher/cursor.ts";
import { type Expression, NOT_FULFILLABLE } from "./expression.ts";
import { readOr } from "./read-expression.ts";

/** What a condition may look at. */
export interface Facts {
  /** Claims of the token that the session keeps, by name. */
  claims: ReadonlyMap<string, unknown>;
  /** Milliseconds since the epoch at which the transaction begins. */
  now: number;
}

/** The condition of an auth rule. */
export interface Condition {
  /** On one line, as `SHOW AUTH RULES` shows it. */
  text: string;
  /** Names of the claims that it reads. */
  claims: ReadonlySet<string>;
  /** True only for `true`: neither null nor what cannot be worked out grants anything. */
  isFulfilled(facts: Facts): boolean;
}

/**
 * Reads the condition after `SET CONDITION`: the forms of the Operations Manual's examples on claims and
 * on the time of the transaction.
 *
 * @throws Neo4jError UnsupportedOperationError for anything else, tags of users included
 */
export function readCondition(cursor: Cursor): Condition {
  const start = cursor.position;
  const claims = new Set<string>();
  const expression: Expression = readOr({ cursor, claims, variables: [] });
  return {
    text: cursor.lineFrom(start),
    claims,
    isFulfilled: (facts) => {
      try {
        return expression({ ...facts, variables: new Map() }) === true;
      } catch (error) {
        if (error === NOT_FULFILLABLE) return false;
        throw error;
      }
    },
  };
}
