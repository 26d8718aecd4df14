import { Neo4jOktaError } from "../access/errors.ts";
import { meant } from "../access/meant.ts";
import { BUILT_IN_ROLES } from "../access/roles.ts";
import { wrap } from "../review/reports/lines.ts";
import { groupsWith, membersOf, whyMembers } from "./people.ts";
import { waysTo, why } from "./routes.ts";
import type { Account, Inventory, PeoplesWay } from "./schema.ts";

/**
 * Who can have a role, and why, a sentence for each way.
 *
 * @throws Neo4jOktaError `access-no-database` when the state has no database to have a role in
 */
export function whoHas(role: string, inventory: Inventory): string {
  const { accounts, anyApp, signIns, databases, notLookedAt } = inventory;
  requireDatabase(inventory);
  const holders = accounts.flatMap((account) =>
    role === "PUBLIC" ? loginsOf(account) : waysOf(account, role),
  );
  const others = waysTo(role, anyApp).map(
    (route) =>
      `any other app of the org can have it, if its profile says ${route.group === "*" ? role : route.group}: ${why(route)}`,
  );
  const people = role === "PUBLIC" ? signIns.map(entryOf) : peopleWith(role, signIns);
  const clients = [...holders, ...others, ...people];
  return `${[
    `Who can have ${role}`,
    ...(clients.length === 0 ? [wrap(`- ${nobody(role, inventory)}`, 2)] : []),
    ...[...clients, ...breakGlassOf(databases)].map((one) => wrap(`- ${one}`, 2)),
    "",
    "Not in this state, and so not looked at",
    ...openOf(inventory).map((one) => wrap(`- ${one}`, 2)),
    ...notLookedAt.map((one) => wrap(`- ${one}`, 2)),
  ].join("\n")}\n`;
}

function peopleWith(role: string, signIns: readonly PeoplesWay[]): string[] {
  return groupsWith(role, signIns).map(
    ({ way, member }) => `${membersOf(member, way)} can have it: ${whyMembers(member, role, way)}`,
  );
}

function entryOf({ name, neo4j }: PeoplesWay): string {
  return `whoever gets in by sign-in ${name} has it, as every login of ${neo4j}`;
}

/** @throws Neo4jOktaError `access-no-database` */
export function requireDatabase({ databases }: Inventory): void {
  if (databases.length > 0) return;
  throw new Neo4jOktaError(
    "access-no-database",
    "The state has no Neo4j server, so it cannot tell who has a role. Fix: give the stack that deploys Neo4j.",
  );
}

/** Who is admin without a token. */
export function breakGlassOf(databases: Inventory["databases"]): string[] {
  return databases.flatMap(({ name, breakGlass }) =>
    breakGlass
      ? [
          `the user neo4j of ${name} is admin, by password (native is among its providers), and can give itself any role`,
        ]
      : [],
  );
}

/** What the state does not tell of anybody's roles. */
export function openOf({ accounts, signIns, databases }: Inventory): string[] {
  return [
    ...databases.flatMap(({ name, hidden }) =>
      hidden.map(
        (setting) => `anybody's roles in ${name}: ${setting} cannot be read, as it is a secret`,
      ),
    ),
    ...accounts.flatMap(({ name, unknown }) =>
      unknown.map((what) => `roles of ${name} in ${what}`),
    ),
    ...signIns.flatMap(({ name, unknown }) =>
      unknown.map((what) => `roles of people who come by sign-in ${name} in ${what}`),
    ),
  ];
}

/** Roles that exist: built in, or what a group maps to. */
export function knownRoles({ databases }: Inventory): string[] {
  return [...new Set([...BUILT_IN_ROLES, "PUBLIC", ...databases.flatMap(({ roles }) => roles)])];
}

function waysOf(account: Account, role: string): string[] {
  return waysTo(role, account.routes).map(
    (route) => `${named(account)} can have it: ${why(route)}`,
  );
}

function loginsOf(account: Account): string[] {
  return [...new Set(account.logins.map(({ neo4j }) => neo4j))].map(
    (neo4j) => `${named(account)} has it, as every login of ${neo4j}`,
  );
}

function named({ name, owner }: Account): string {
  return owner === undefined ? name : `${name} (owner: ${owner})`;
}

/** That nobody has the role; and whether a group maps to it at all, as a misspelled one has nobody either. */
function nobody(role: string, inventory: Inventory): string {
  const people = inventory.signIns.length === 0 ? "" : ", and no group of people";
  return `no client of the stack${people}${hint(role, inventory)}`;
}

function hint(role: string, inventory: Inventory): string {
  if (inventory.databases.some(({ roles }) => roles.includes(role))) return "";
  const known = knownRoles(inventory);
  const guess = known.includes(role) ? undefined : meant(role, known);
  return `; no group maps to it${guess === undefined ? "" : `. Did you mean ${guess}?`}`;
}
