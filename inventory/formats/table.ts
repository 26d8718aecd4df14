import { visible } from "../../access/visible.ts";
import { wrap } from "../../review/reports/lines.ts";
import { type PeoplesRow, rolesText, rowsOf, SIGNS_IN } from "../people.ts";
import type { Account, Inventory, PeoplesGroup, Route } from "../schema.ts";
import { breakGlassOf, openOf } from "../who.ts";

/** A table of a terminal: headings, the most that each column takes, and what stands in it. */
type Columns<T> = readonly [string, number, (row: T) => string][];

/** Columns of the terminal's table, with the most that each takes of 80. */
const ACCOUNTS: Columns<Account> = [
  ["ACCOUNT", 20, ({ name }) => name],
  ["ROLES", 13, roles],
  ["CREDENTIAL", 11, credential],
  ["OWNER", 22, ({ owner }) => owner ?? "-"],
  ["EXPIRES", 10, ({ expires }) => expires ?? "-"],
];

/** The same for groups of people. */
const PEOPLE: Columns<PeoplesRow> = [
  ["SIGN-IN", 18, ({ way }) => way.name],
  ["GROUP", 24, ({ member }) => (member === undefined ? "-" : groupText(member))],
  ["ROLES", 16, ({ member }) => (member === undefined ? "none known" : rolesText(member))],
  ["GETS IN", 18, ({ member }) => (member === undefined ? "-" : SIGNS_IN[member.signsIn])],
];

/** The table for a terminal, the ways below it: 80 columns. */
export function renderTable(inventory: Inventory): string {
  const { accounts, anyApp, signIns, databases, notLookedAt } = inventory;
  const holders = [
    ...accounts.flatMap(({ name, routes }) => routes.map((route) => ({ name, route }))),
    ...anyApp.map((route) => ({ name: "any other app of the org", route })),
  ];
  return `${[
    accounts.length === 0 ? "The stack has no accounts." : table(ACCOUNTS, accounts),
    ...(signIns.length === 0 ? [] : [table(PEOPLE, rowsOf(signIns))]),
    ...[...Map.groupBy(holders, ({ route }) => way(route))].map(([text, ones]) =>
      [wrap(text, 0), ...rolesBy(ones)].join("\n"),
    ),
    ...list("Without a token", breakGlassOf(databases)),
    ...list("Not in this state, and so not looked at", [...openOf(inventory), ...notLookedAt]),
  ].join("\n\n")}\n`;
}

function list(heading: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return [[heading, ...sentences.map((one) => wrap(`- ${one}`, 2))].join("\n")];
}

function groupText({ group }: PeoplesGroup): string {
  return group === "*" ? "any" : group;
}

function table<T>(columns: Columns<T>, values: readonly T[]): string {
  const cells = values.map((value) =>
    columns.map(([, most, read]) => fold(visible(read(value)), most)),
  );
  const rows = [columns.map(([heading]) => [heading]), ...cells];
  const widths = columns.map((_, column) =>
    Math.max(...rows.flatMap((row) => (row[column] ?? []).map(({ length }) => length))),
  );
  const lines = rows.flatMap((row) =>
    Array.from({ length: Math.max(...row.map(({ length }) => length)) }, (_, line) =>
      row
        .map((cell, column) => (cell[line] ?? "").padEnd(widths[column] ?? 0))
        .join(" ")
        .trimEnd(),
    ),
  );
  return lines.join("\n");
}

/** Lines of a cell: broken at spaces, else in the middle of a word; nothing is cut off. */
function fold(text: string, width: number): string[] {
  const line = new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)|\\S.{0,${width - 1}}`, "gu");
  return text.match(line)?.map((one) => one.trimEnd()) ?? [""];
}

function roles({ roles, status, unknown }: Account): string {
  const known = [...roles, ...(unknown.length > 0 ? ["not known"] : [])].join(", ") || "none";
  return status === "INACTIVE" ? "none: INACTIVE" : known;
}

function credential({ credential, keyIds, jwksUri }: Account): string {
  if (credential !== "private_key_jwt")
    return credential.startsWith("client_secret") ? "secret" : credential;
  if (jwksUri !== undefined) return "keys by URI";
  return keyIds.length === 1 ? "1 key" : `${keyIds.length} keys`;
}

function way({ policy, rule, scope, claim, provider, neo4j, lifetimeMinutes }: Route): string {
  return `Policy ${JSON.stringify(policy)} > rule ${JSON.stringify(rule)} > scope ${scope} > claim ${claim} > provider ${provider} of ${neo4j}, for ${lifetimeMinutes} minutes:`;
}

/** Who has which role by one way, a line for each group and role. */
function rolesBy(holders: readonly { name: string; route: Route }[]): string[] {
  const byRole = Map.groupBy(holders, ({ route }) => `group ${route.group} > role ${route.role}`);
  const names = (ones: readonly { name: string }[]) =>
    [...new Set(ones.map(({ name }) => name))].join(", ");
  return [...byRole]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, ones]) => wrap(`- ${text}: ${names(ones)}`, 2));
}
