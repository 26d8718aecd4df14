import type { Table } from "../../cypher/result.ts";
import type { StatementContext } from "./statement.ts";

/** `SHOW AUTH RULES`, with the columns of Neo4j's manual (2026.03 and newer, Enterprise). */
export function showAuthRules({ authRules }: StatementContext): Table<unknown> {
  return {
    fields: ["name", "condition", "enabled", "roles"],
    rows: authRules.map(({ name, condition, enabled, roles }) => [name, condition, enabled, roles]),
  };
}
