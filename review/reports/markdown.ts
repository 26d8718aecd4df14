import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Change } from "../../access/difference/change.ts";
import { explanation, type Report, type Section, sections, summary, verdict } from "../report.ts";
import { graphOf } from "./graph.ts";
import { mermaid } from "./mermaid.ts";
import { phrases } from "./phrasing.ts";

type Node = Parameters<typeof toMarkdown>[0];
type Root = Extract<Node, { type: "root" }>;
type Block = Extract<Node, { type: "paragraph" | "heading" | "list" | "code" }>;
type List = Extract<Node, { type: "list" }>;
type Item = Extract<Node, { type: "listItem" }>;

/** GitHub refuses a comment of more than 65,536. */
const MOST_CHARACTERS = 60_000;
const MOST_EDGES = 30;
const TOO_LONG =
  "The whole review is longer than a comment may be: the pipeline's job has it, if it keeps the file of --html or --json as an artifact.";

/** A comment for a pull request: the verdict and the numbers first, and nothing else where all would be too long. */
export function renderMarkdown(report: Report): string {
  const short = () => written([...head(report), paragraph(TOO_LONG)]);
  // To lay out megabytes, only to leave them out, would take minutes.
  const said = report.changes.flatMap((change) => [change.sentence, ...explanation(change)]);
  if (said.join("").length > MOST_CHARACTERS) return short();
  const whole = written([
    ...head(report),
    ...sections(report).flatMap(section),
    ...graph(report),
    ...(report.unaffected ?? []).map((what) => paragraph(`${what}.`)),
    ...notLookedAt(report),
  ]);
  return whole.length <= MOST_CHARACTERS ? whole : short();
}

function written(children: Block[]): string {
  const root: Root = { type: "root", children };
  return toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: "-", listItemIndent: "one" });
}

function head(report: Report): Block[] {
  const strong = { type: "strong" as const, children: phrases(`${verdict(report)}.`) };
  const first: Block = {
    type: "paragraph",
    children: [strong, { type: "text", value: " " }, ...phrases(summary(report))],
  };
  return report.objections.length === 0 ? [first] : [first, points(report.objections)];
}

function section({ heading, changes }: Section): Block[] {
  return [title(`${heading} (${changes.length})`), list(changes.map(item))];
}

function item({ owner, ...change }: Change): Item {
  const who = owner === undefined ? [] : [`Owner: ${owner}`];
  return point(`${change.sentence}.`, [...who, ...explanation(change)]);
}

function graph(report: Report): Block[] {
  const drawn = graphOf(report);
  const { length } = drawn.edges;
  if (length === 0) return [];
  if (length > MOST_EDGES) {
    return [
      paragraph(`A graph of ${length} gains and losses would be too large, and is left out.`),
    ];
  }
  return [{ type: "code", lang: "mermaid", value: mermaid(drawn) }];
}

function notLookedAt(report: Report): Block[] {
  if (report.notLookedAt.length === 0) return [];
  return [title("Not in this stack, and so not looked at"), points(report.notLookedAt)];
}

function title(text: string): Block {
  return { type: "heading", depth: 3, children: phrases(text) };
}

function paragraph(text: string): Extract<Block, { type: "paragraph" }> {
  return { type: "paragraph", children: phrases(text) };
}

function points(texts: readonly string[]): List {
  return list(texts.map((text) => point(text)));
}

function list(children: Item[]): List {
  return { type: "list", ordered: false, spread: false, children };
}

/** @param more points below it */
function point(text: string, more: readonly string[] = []): Item {
  const below = more.length === 0 ? [] : [points(more)];
  return { type: "listItem", spread: false, children: [paragraph(text), ...below] };
}
