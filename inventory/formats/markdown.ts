import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { visible } from "../../access/visible.ts";
import { phrases } from "../../review/reports/phrasing.ts";
import { chain } from "../routes.ts";
import type { Inventory } from "../schema.ts";
import { breakGlassOf, openOf } from "../who.ts";
import { COLUMNS, PEOPLE, peopleRows } from "./columns.ts";

type Tree = Parameters<typeof toMarkdown>[0];
type Block = Extract<Tree, { type: "root" }>["children"][number];
type Table = Extract<Block, { type: "table" }>;
type Cell = Table["children"][number]["children"][number];

/**
 * A table of the accounts, and the ways to their roles. Names stand in code spans, where nothing is
 * markup, a link or a mention.
 */
export function renderMarkdown(inventory: Inventory): string {
  const { accounts, anyApp, signIns, databases, notLookedAt } = inventory;
  const ways = [
    ...accounts.flatMap(({ name, routes }) => routes.map((route) => [name, chain(route)])),
    ...anyApp.map((route) => ["any other app of the org", chain(route)]),
  ];
  const admins = breakGlassOf(databases);
  const children: Block[] = [
    heading("Accounts"),
    table(
      Object.keys(COLUMNS),
      accounts.map((account) => Object.values(COLUMNS).map((cells) => cells(account))),
    ),
    heading("Ways to a role"),
    table(
      ["account", "policy > rule > scope > claim > group > provider > role"],
      ways.map((row) => row.map((text) => [text])),
    ),
    ...(signIns.length === 0
      ? []
      : [heading("People"), table(Object.keys(PEOPLE), peopleRows(signIns))]),
    ...(admins.length === 0 ? [] : [heading("Without a token"), list(admins)]),
    heading("Not in this state, and so not looked at"),
    list([...openOf(inventory), ...notLookedAt]),
  ];
  const extensions = [gfmToMarkdown({ tablePipeAlign: false })];
  return toMarkdown({ type: "root", children }, { extensions, bullet: "-" });
}

function heading(text: string): Block {
  return { type: "heading", depth: 2, children: [{ type: "text", value: text }] };
}

function list(sentences: readonly string[]): Block {
  return {
    type: "list",
    spread: false,
    children: sentences.map((one) => ({
      type: "listItem",
      children: [{ type: "paragraph", children: phrases(one) }],
    })),
  };
}

function table(
  headings: readonly string[],
  rows: readonly (readonly (readonly string[])[])[],
): Table {
  const top = headings.map(
    (value): Cell => ({ type: "tableCell", children: [{ type: "text", value }] }),
  );
  return {
    type: "table",
    children: [
      { type: "tableRow", children: top },
      ...rows.map((cells) => ({ type: "tableRow" as const, children: cells.map(cell) })),
    ],
  };
}

function cell(values: readonly string[]): Cell {
  const children = values.flatMap((value, index) => [
    ...(index === 0 ? [] : [{ type: "text" as const, value: ", " }]),
    code(value),
  ]);
  return { type: "tableCell", children };
}

function code(value: string) {
  return { type: "inlineCode" as const, value: visible(value) };
}
