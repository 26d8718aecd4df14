import { visible } from "../../access/visible.ts";
import { wrap } from "../../review/reports/lines.ts";
import type { Account, Inventory, Route } from "../schema.ts";
import { breakGlassOf, openOf } from "../who.ts";

/** Columns of the terminal's table, with the most that each takes of 80. */
const TABLE: readonly [string, number, (account: Account) => string][] = [
  ["ACCOUNT", 20, ({ name }) => name],
  ["ROLES", 13, roles],
  ["CREDENTIAL", 11, credential],
  ["OWNER", 22, ({ owner }) => owner ?? "-"],
  ["EXPIRES", 10, ({ expires }) => expires ?? "-"],
];

/** The table for a terminal, the ways below it: 80 columns. */
export function renderTable(inventory: Inventory): string {
  const { accounts, anyApp, databases, notLookedAt } = inventory;
  const holders = [
    ...accounts.flatMap(({ name, routes }) => routes.map((route) => ({ name, route }))),
    ...anyApp.map((route) => ({ name: "any other app of the org", route })),
  ];
  return `${[
    accounts.length === 0 ? "The stack has no accounts." : table(accounts),
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

function table(accounts: readonly Account[]): string {
  const cells = accounts.map((account) =>
    TABLE.map(([, most, read]) => fold(visible(read(account)), most)),
  );
  const rows = [TABLE.map(([heading]) => [heading]), ...cells];
  const widths = TABLE.map((_, column) =>
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
