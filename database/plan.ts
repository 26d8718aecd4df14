import type { AccessContract } from "../access/contract.ts";
import type { DatabaseNames, DeclaredDatabase } from "../access/database/declared.ts";
import { quotedName } from "../access/database/tokens.ts";
import { BUILT_IN_ROLES } from "../access/roles.ts";
import type { DatabaseObjects } from "../neo4j-client/database-objects.ts";
import { after } from "./after.ts";
import { authRuleSteps, CYPHER_25 } from "./auth-rules.ts";
import { holdersOfWantedIds, refuseLockout, refuseOldServer } from "./refusals.ts";
import { roleSteps } from "./roles.ts";
import { inOrder, type Step } from "./step.ts";
import { userSteps, without } from "./users.ts";

/** What a stack has to say about a database. */
export type Contract = Pick<AccessContract, "groups" | "accounts" | "neo4j" | "signIns">;

/** What is to be done, and what is left alone. */
export interface Plan {
  /** In their order; none if the database is as declared. */
  steps: Step[];
  /** What is in the database, and nobody declared. */
  undeclared: DatabaseNames;
}

/** How a plan is made. */
export interface PlanOptions {
  /** True: what nobody declared is dropped too. */
  prune: boolean;
  /** The user who will run it, and cannot drop itself. */
  as: string;
}

/**
 * What brings a database to what a stack declares. What is declared gets exactly its privileges, roles and
 * ways in; what is not declared stays, unless it is listed as removed, or `prune` is asked for.
 *
 * @throws Neo4jOktaError `database-too-old`, `database-id-taken`, `database-lockout`
 */
export function planOf(
  actual: DatabaseObjects,
  declared: DeclaredDatabase,
  contract: Contract,
  { prune, as }: PlanOptions,
): Plan {
  refuseOldServer(actual, declared);
  const undeclared = undeclaredNames(actual, declared, contract, as);
  const dropped = prune ? union(undeclared, declared.removed) : declared.removed;
  const holders = holdersOfWantedIds(actual, declared, dropped);
  refuseLockout(actual, after(actual, declared, dropped), contract);
  const steps = inOrder([
    ...roleSteps(declared.roles, actual.roles),
    ...declared.users.flatMap((user) => userSteps(user, actual.users.get(user.name))),
    ...declared.authRules.flatMap((rule) => authRuleSteps(rule, actual.authRules?.get(rule.name))),
    ...dropSteps(dropped, actual, holders),
  ]);
  return { steps, undeclared: prune ? { roles: [], users: [], authRules: [] } : undeclared };
}

function dropSteps(
  dropped: DatabaseNames,
  actual: DatabaseObjects,
  holders: readonly string[],
): Step[] {
  const there = (names: readonly string[], objects: ReadonlyMap<string, unknown> | undefined) =>
    [...new Set(names)].filter((name) => objects?.has(name)).sort();
  return [
    ...there(dropped.authRules, actual.authRules).map(
      (name): Step => ({
        kind: "drop-rule",
        cypher: `${CYPHER_25}DROP AUTH RULE ${quotedName(name)} IF EXISTS`,
      }),
    ),
    ...there(dropped.users, actual.users).map(
      (name): Step => ({
        kind: holders.includes(name) ? "release-id" : "drop-user",
        cypher: `DROP USER ${quotedName(name)} IF EXISTS`,
      }),
    ),
    ...there(dropped.roles, actual.roles).map(
      (name): Step => ({
        kind: "drop-role",
        cypher: `DROP ROLE ${quotedName(name)} IF EXISTS`,
      }),
    ),
  ];
}

/** Without what every database has, what groups grant, and who is asking. */
function undeclaredNames(
  { roles, users, authRules }: DatabaseObjects,
  declared: DeclaredDatabase,
  { groups, signIns = [] }: Contract,
  as: string,
): DatabaseNames {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const { removed } = declared;
  const mapped = [groups, ...signIns.map((one) => one.groups)].flatMap(Object.values).flat();
  const granted = [...declared.users, ...declared.authRules].flatMap((one) => one.roles);
  const needed = [...BUILT_IN_ROLES, "PUBLIC", ...mapped, ...granted];
  const kept = (own: readonly { name: string }[], gone: readonly string[], more: string[]) => [
    ...names(own),
    ...gone,
    ...more,
  ];
  return {
    roles: without([...roles.keys()], kept(declared.roles, removed.roles, needed)),
    users: without([...users.keys()], kept(declared.users, removed.users, ["neo4j", as])),
    authRules: without(
      [...(authRules?.keys() ?? [])],
      kept(declared.authRules, removed.authRules, []),
    ),
  };
}

function union(one: DatabaseNames, other: DatabaseNames): DatabaseNames {
  return {
    roles: [...one.roles, ...other.roles],
    users: [...one.users, ...other.users],
    authRules: [...one.authRules, ...other.authRules],
  };
}
