import accounts from "./refused/accounts.ts";
import authorization from "./refused/authorization.ts";
import database from "./refused/database.ts";
import extras from "./refused/extras.ts";
import groups from "./refused/groups.ts";
import neo4j from "./refused/neo4j.ts";
import production from "./refused/production.ts";
import type { Refused } from "./refused/refusals.ts";
import shape from "./refused/shape.ts";
import signIns from "./refused/sign-ins.ts";
import signInsBeside from "./refused/sign-ins-beside.ts";
import values from "./refused/values.ts";

/** Every refusal of a single setting. */
export const REFUSED: readonly Refused[] = [
  ...shape,
  ...authorization,
  ...groups,
  ...accounts,
  ...signIns,
  ...signInsBeside,
  ...neo4j,
  ...database,
  ...extras,
  ...values,
  ...production,
];
