import { ACCOUNTS } from "./cases/accounts.ts";
import { AUTHORIZATION } from "./cases/authorization.ts";
import { NEO4J } from "./cases/neo4j.ts";
import { SECRETS } from "./cases/secrets.ts";
import { STACK } from "./cases/stack.ts";
import type { Cases } from "./recorded.ts";

/** For each rule of the pack, changes each of which breaks it. */
export const CASES: Cases = {
  ...ACCOUNTS,
  ...AUTHORIZATION,
  ...NEO4J,
  ...SECRETS,
  ...STACK,
};
