import { h, type Result } from "hastscript";
import { visible } from "../../access/visible.ts";
import { block, htmlPage, list } from "../../review/reports/page.ts";
import { rolesText, SIGNS_IN } from "../people.ts";
import { chain } from "../routes.ts";
import type { Account, Inventory, PeoplesWay } from "../schema.ts";
import { breakGlassOf, openOf } from "../who.ts";
import { COLUMNS } from "./columns.ts";

/** One page for a browser, an audit or an archive: it needs nothing beside itself. */
export function renderHtml(inventory: Inventory): string {
  const { accounts, anyApp, signIns, databases, notLookedAt } = inventory;
  const ways = [
    ...accounts.flatMap(({ name, routes }) => routes.map((route) => `${name}: ${chain(route)}`)),
    ...anyApp.map((route) => `any other app of the org: ${chain(route)}`),
  ];
  return htmlPage("Who can have which database role", [
    h("h1", "Who can have which database role"),
    h("h2", `Accounts (${accounts.length})`),
    ...accounts.map(article),
    ...section("Ways: policy > rule > scope > claim > group > provider > role", ways),
    ...section(
      "People: sign-in, group, roles, and whether members get in",
      signIns.flatMap(people),
    ),
    ...section("Without a token", breakGlassOf(databases)),
    ...section("Not in this state, and so not looked at", [...openOf(inventory), ...notLookedAt]),
  ]);
}

function article(account: Account): Result {
  const { name, roles } = account;
  const facts = Object.entries(COLUMNS).flatMap(([heading, cells]) => {
    const text = cells(account).join(", ");
    return text === "" || heading === "account" ? [] : [`${heading}: ${text}`];
  });
  return block("article", [
    h("h3", visible(`${name}: ${roles.join(", ") || "no role"}`)),
    ...list("facts", facts),
  ]);
}

/** A sentence for each group. */
function people(way: PeoplesWay): string[] {
  if (way.groups.length === 0) return [`${way.name}: no group`];
  return way.groups.map(
    (member) =>
      `${way.name} > ${member.group} > ${rolesText(member)} > ${SIGNS_IN[member.signsIn]}`,
  );
}

function section(heading: string, sentences: readonly string[]): Result[] {
  if (sentences.length === 0) return [];
  return [block("section", [h("h2", heading), ...list("besides", sentences)])];
}
