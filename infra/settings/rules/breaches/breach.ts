import type { Path } from "../../../../access/finding.ts";
import type { ProductionRule } from "../../schema/production.ts";

/** Something that a stack marked `production` may do only under a waiver. */
export interface Breach {
  rule: ProductionRule;
  at: Path;
  message: string;
  allowed: string;
  /** The account that it concerns. Default: the whole stack. */
  account?: string | undefined;
  /** True for what the settings say in so many words: no other stack has to be warned of it. */
  declared?: true;
}

/** A breach by a Neo4j setting. */
export function configBreach(
  rule: ProductionRule,
  name: string,
  message: string,
  allowed: string,
): Breach {
  return { rule, at: ["neo4j", "config", name], message, allowed };
}

/** A breach by a Helm value. */
export function valueBreach(
  rule: ProductionRule,
  at: Path,
  message: string,
  allowed: string,
): Breach {
  return { rule, at: ["neo4j", "values", ...at], message, allowed };
}
