import { sameCondition } from "../access/database/conditions.ts";
import type { DeclaredAuthRule } from "../access/database/declared.ts";
import { quotedName } from "../access/database/tokens.ts";
import type { AuthRule } from "../neo4j-client/administrator.ts";
import type { Step } from "./step.ts";
import { roleStep, without } from "./users.ts";

/** Auth rules are a part of Cypher 25, whatever language a database reads by default. */
export const CYPHER_25 = "CYPHER 25 ";

/** What makes one declared rule, or makes an existing one as it is declared. */
export function authRuleSteps(declared: DeclaredAuthRule, actual: AuthRule | undefined): Step[] {
  const { condition, enabled, roles } = declared;
  const name = quotedName(declared.name);
  const has = actual?.roles ?? [];
  const clauses = [
    ...(actual && sameCondition(actual.condition, condition) ? [] : [`SET CONDITION ${condition}`]),
    ...(actual?.enabled === enabled ? [] : [`SET ENABLED ${enabled}`]),
  ].join(" ");
  const verb = actual === undefined ? "CREATE" : "ALTER";
  const ifNotExists = actual === undefined ? " IF NOT EXISTS" : "";
  const rule: Step = {
    kind: actual === undefined ? "create-rule" : "alter-rule",
    cypher: `${CYPHER_25}${verb} AUTH RULE ${name}${ifNotExists} ${clauses}`,
  };
  const to = `TO AUTH RULE ${name}`;
  const from = `FROM AUTH RULE ${name}`;
  return [
    ...roleStep("revoke-role-from-rule", "REVOKE ROLE", without(has, roles), from, CYPHER_25),
    ...(clauses === "" ? [] : [rule]),
    ...roleStep("grant-role-to-rule", "GRANT ROLE", without(roles, has), to, CYPHER_25),
  ];
}
