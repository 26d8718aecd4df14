import { accountRules } from "./accounts.ts";
import { authorizationServerRules } from "./authorization-server.ts";
import { databaseRules } from "./database/index.ts";
import { groupRules } from "./groups.ts";
import { neo4jRules } from "./neo4j.ts";
import { productionRules } from "./production.ts";
import type { Rule } from "./rule.ts";
import { signInRules } from "./sign-ins/index.ts";

/** Every rule that looks at more than one field, in the order of the settings. */
export const RULES: readonly Rule[] = [
  authorizationServerRules,
  groupRules,
  accountRules,
  signInRules,
  neo4jRules,
  databaseRules,
  productionRules,
];
