import { fromHtml } from "hast-util-from-html";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { HOSTILE } from "../review/hostile.ts";
import { access } from "./run.ts";
import { ONE_ACCOUNT, THREE_ACCOUNTS, withApps, withInputs } from "./states.ts";

const FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\u200b=2+2"];
const NAMES = [...HOSTILE, ...FORMULAS, "a`b`|c", "@org/admins"];

const HOSTILE_STATE = withApps(
  ONE_ACCOUNT,
  ...NAMES.map((label) => ({ label, groups: ["neo4j_reader"] })),
);

interface Node {
  type: string;
  tagName?: string;
  children?: Node[];
}

function all(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(all)];
}

describe.each([
  ["table", []],
  ["markdown", ["--markdown"]],
  ["csv", ["--csv"]],
  ["html", ["--html"]],
])("the list as %s", (format, argv) => {
  test("says who has what", async () => {
    const { status, out } = await access(THREE_ACCOUNTS, ...argv);
    expect(status).toBe(0);
    const withoutStyle = out.replace(/(<style>)[^<]*/, "$1");
    await expect(withoutStyle).toMatchFileSnapshot(`../golden/review/access/${format}.txt`);
  });

  test("of hostile names moves no cursor and turns no text", async () => {
    const { out } = await access(HOSTILE_STATE, ...argv);
    expect(out).toContain("loader");
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test("the table fits on a terminal, and cuts nothing off", async () => {
  const label = "a-name-that-is-longer-than-its-column-and-than-any-line-0123456789";
  const state = withApps(ONE_ACCOUNT, { label, groups: ["neo4j_publisher", "neo4j_reader"] });
  const { out } = await access(state);
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const [head = ""] = out.split("\n\n");
  const column = head.split("\n").map((line) => line.split(" ", 1)[0]);
  expect(column.join("")).toContain(label);
});

test("an empty stack has an empty list", async () => {
  const { status, out } = await access({ version: 3, deployment: {} });
  expect(status).toBe(0);
  expect(out).toMatch(/^The stack has no accounts\.\n\nNot in this state/);
});

test("no cell of the CSV begins like a formula", async () => {
  const { out } = await access(HOSTILE_STATE, "--csv");
  const cells = out.split("\n").flatMap((line) => line.split(/,(?=\S)/));
  expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
  expect(out).toContain("'=cmd|' /C calc'!A0");
  expect(out).toContain("'=1+1");
});

test("in Markdown each name is a code span in one cell, and nothing else", async () => {
  const { out } = await access(HOSTILE_STATE, "--markdown");
  const nodes = all(
    fromMarkdown(out, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }),
  );
  const known = "root heading text table tableRow tableCell inlineCode list listItem paragraph";
  expect([...new Set(nodes.map(({ type }) => type))].sort()).toEqual(known.split(" ").sort());
  const tables = nodes.filter(({ type }) => type === "table");
  const rows = tables.map(({ children = [] }) => children.length);
  expect(rows).toEqual([NAMES.length + 2, NAMES.length + 2]);
  for (const { children = [] } of tables) {
    expect(new Set(children.map((row) => row.children?.length)).size).toBe(1);
  }
});

test("in HTML a name is text", async () => {
  const { out } = await access(HOSTILE_STATE, "--html");
  const problems: string[] = [];
  const page = fromHtml(out, { onerror: ({ message }) => void problems.push(message) });
  expect(problems).toEqual([]);
  const tags = all(page as Node).flatMap(({ tagName }) => tagName ?? []);
  const known = "html head meta title style body main h1 article h3 ul li section h2";
  expect([...new Set(tags)].sort()).toEqual(known.split(" ").sort());
  expect(tags.filter((tag) => tag === "article")).toHaveLength(NAMES.length + 1);
});

test("in Markdown no sentence has markup, links or mentions", async () => {
  const release = ONE_ACCOUNT.deployment.resources.find(({ type }) => type.endsWith(":Release"));
  const values = release?.inputs?.values as { config: Record<string, string> };
  const config = {
    ...values.config,
    "dbms.security.oidc.okta-backend.issuer": "https://evil.example/<b>*x*</b>@team",
  };
  const state = withInputs(ONE_ACCOUNT, "release", { values: { ...values, config } });
  const { out } = await access(state, "--markdown");
  expect(out).toContain("who gets tokens of `https://evil.example/<b>*x*</b>@team`, which");
});
