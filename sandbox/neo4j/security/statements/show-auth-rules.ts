import type { Table } from "../../cypher/result.ts";
import { sortedRoles } from "../users.ts";
import type { StatementContext } from "./statement.ts";

/** `SHOW AUTH RULES`, with the columns of Neo4j's manual (2026.03 and newer, Enterprise). */
export function showAuthRules(context: StatementContext): Table<unknown> {
  return {
    fields: ["name", "condition", "enabled", "roles"],
    rows: rulesOf(context).map(({ name, condition, enabled, roles }) => [
      name,
      condition.text,
      enabled,
      sortedRoles(roles),
    ]),
  };
}

/** `SHOW AUTH RULES AS COMMANDS`. */
export function showAuthRulesAsCommands(context: StatementContext): Table<unknown> {
  return {
    fields: ["command", "roles"],
    rows: rulesOf(context).map(({ name, condition, enabled, roles }) => [
      `CREATE AUTH RULE ${quoted(name)} SET CONDITION ${condition.text} SET ENABLED ${enabled}`,
      sortedRoles(roles),
    ]),
  };
}

function rulesOf({ users }: StatementContext) {
  return [...users.authRules.byName.values()];
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}
