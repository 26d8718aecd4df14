import type { Draft } from "../draft.ts";
import type { SettingsContext } from "../parse.ts";
import type { Finding } from "../problem.ts";
import { accountRules } from "./accounts.ts";
import { authorizationServerRules } from "./authorization-server.ts";
import { groupRules } from "./groups.ts";
import { neo4jRules } from "./neo4j.ts";
import { productionRules } from "./production.ts";

/** A check over what could be read of the settings; returns what it objects to. */
export type Rule = (draft: Draft, context: SettingsContext) => Finding[];

/** Every rule that looks at more than one field, in the order of the settings. */
export const RULES: readonly Rule[] = [
  authorizationServerRules,
  groupRules,
  accountRules,
  neo4jRules,
  productionRules,
];
