import { wrap } from "../review/reports/lines.ts";
import { peopleDiffer } from "./compare-people.ts";
import { type Expectation, NOBODY, OTHER_APPS } from "./expectation.ts";
import { groupsWith, membersOf, whyMembers } from "./people.ts";
import { waysTo, why } from "./routes.ts";
import type { Account, Inventory, Route } from "./schema.ts";
import { openOf } from "./who.ts";

/** How what is deployed compares with what is declared. */
export interface Comparison {
  /** A sentence each, without a full stop. */
  differences: readonly string[];
  /** What nobody can tell, so that nothing is proven. */
  unknown: readonly string[];
}

/** Exact roles of each account; an account that can log in has to be named. */
export function compare(expected: Expectation, inventory: Inventory): Comparison {
  const { accounts, anyApp, signIns } = inventory;
  const { roles, people } = expected;
  const forbidden = roles.get(NOBODY) ?? [];
  return {
    differences: [
      ...accounts.flatMap((account) => rolesDiffer(account, roles.get(account.name))),
      ...otherApps(anyApp, roles.get(OTHER_APPS) ?? []),
      ...signIns.flatMap((way) => peopleDiffer(way, people.get(way.name))),
      ...forbidden.flatMap((role) => [
        ...accounts.flatMap((account) => held(role, account.name, account.routes)),
        ...held(role, "any other app of the org", anyApp),
        ...groupsWith(role, signIns).map(
          ({ way, member }) =>
            `nobody should have ${role}, and ${membersOf(member, way)} have: ${whyMembers(member, role, way)}`,
        ),
      ]),
    ],
    unknown: openOf(inventory),
  };
}

/** How much was compared. */
function compared({ accounts, signIns }: Inventory): string {
  const groups = signIns.flatMap((way) => way.groups).length;
  const people = signIns.length === 0 ? "" : ` Groups of people: ${groups}.`;
  return `Accounts: ${accounts.length}.${people}`;
}

/** What a terminal shows, the verdict last. */
export function renderComparison(
  { differences, unknown }: Comparison,
  file: string,
  inventory: Inventory,
): string {
  const { notLookedAt } = inventory;
  const list = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${heading}\n${items.map((one) => wrap(`- ${one}`, 2)).join("\n")}`];
  const verdict =
    differences.length > 0
      ? `Access is not as ${file} says. Differences: ${differences.length}.`
      : unknown.length > 0
        ? `No difference from ${file} is known, and not all could be looked at.`
        : `Access is as ${file} says. ${compared(inventory)}`;
  return `${[
    ...list("Different", differences),
    ...list("Not known", unknown),
    ...list("Not in this state, and so not looked at", notLookedAt),
    wrap(verdict, 0),
  ].join("\n\n")}\n`;
}

function rolesDiffer(account: Account, expected: readonly string[] | undefined): string[] {
  const { name, roles, logins, status, groups } = account;
  if (expected === undefined) {
    const has = roles.length === 0 ? "with no role but PUBLIC" : `as ${roles.join(", ")}`;
    return logins.length === 0 ? [] : [`${name} is not in the file, and can log in ${has}`];
  }
  const carried = groups.length === 0 ? "it carries no group" : `it carries ${groups.join(", ")}`;
  const reason = status === "INACTIVE" ? "its app is INACTIVE" : carried;
  return [
    ...expected
      .filter((role) => !roles.includes(role))
      .map((role) => `${name} should have ${role}, and has not: ${reason}`),
    ...roles
      .filter((role) => !expected.includes(role))
      .map(
        (role) => `${name} has ${role}, and should not: ${reasons(waysTo(role, account.routes))}`,
      ),
  ];
}

function otherApps(anyApp: readonly Route[], allowed: readonly string[]): string[] {
  const byRole = Map.groupBy(anyApp, ({ role }) => role);
  const missing = allowed.filter((role) => !byRole.has(role) && !byRole.has("*"));
  return [
    ...missing.map((role) => `other apps of the org should have ${role}, and no policy lets them`),
    ...[...byRole].flatMap(([role, routes]) =>
      allowed.includes(role)
        ? []
        : [
            `other apps of the org can have ${role === "*" ? "any role" : role}: ${reasons(routes)}`,
          ],
    ),
  ];
}

function held(role: string, name: string, routes: readonly Route[]): string[] {
  const ways = waysTo(role, routes);
  return ways.length === 0 ? [] : [`nobody should have ${role}, and ${name} has: ${reasons(ways)}`];
}

function reasons(routes: readonly Route[]): string {
  return routes.map(why).join("; and ");
}
