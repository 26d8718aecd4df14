import { readFileSync } from "node:fs";
import { toHtml } from "hast-util-to-html";
import { h, type Result } from "hastscript";
import type { Category, Change } from "../changes/change.ts";
import { explanation, type Report, type Section, sections, summary, verdict } from "../report.ts";
import { graphOf } from "./graph.ts";
import { picture } from "./picture.ts";
import { visible } from "./visible.ts";

const MOST_EDGES = 60;
const STYLE = new URL("page.css", import.meta.url);
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Say without colour what each part is; a screen reader reads the heading. */
const SIGNS: Readonly<Record<Category, string>> = {
  gained: "+",
  lost: "−",
  widened: "↔",
  breaks: "✗",
  outage: "!",
  unknown: "?",
};

/** One page that needs nothing beside itself: no script, no font, no request. */
export function renderHtml(report: Report): string {
  const head = block("head", [
    h("meta", { charSet: "utf-8" }),
    h("meta", { httpEquiv: "Content-Security-Policy", content: POLICY }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("title", "Review of access"),
    h("style", readFileSync(STYLE, "utf8")),
  ]);
  const main = block("main", [
    h("h1", "What this change does to access"),
    gate(report),
    ...graph(report),
    ...sections(report).map(section),
    ...notLookedAt(report),
  ]);
  const page = h("html", { lang: "en" }, [head, h("body", main)]);
  return `${toHtml({ type: "root", children: [{ type: "doctype" }, page] })}\n`;
}

function gate(report: Report): Result {
  const passes = report.objections.length === 0;
  return block(passes ? "div.verdict.passes" : "div.verdict.objects", [
    h("p", h("strong", `${passes ? "✓" : "✗"} ${verdict(report)}.`)),
    ...list("objections", report.objections),
    h("p", summary(report)),
  ]);
}

function graph(report: Report): Result[] {
  const drawn = graphOf(report);
  const { length } = drawn.edges;
  if (length === 0) return [];
  if (length > MOST_EDGES) {
    return [h("p", `A graph of ${length} gains and losses would be too large, and is left out.`)];
  }
  const legend = "A thick line is a role that is gained, a dashed one a role that is lost.";
  return [block("figure", [picture(drawn), h("figcaption", legend)])];
}

function section({ category, heading, changes }: Section): Result {
  const sign = h("span", { className: ["sign"], ariaHidden: "true" }, SIGNS[category]);
  return block(`section.${category}`, [
    h("h2", [sign, ` ${heading} (${changes.length})`]),
    ...changes.map(article),
  ]);
}

function article({ owner, clientId, ...change }: Change): Result {
  return block("article", [
    h("h3", visible(`${change.sentence}.`)),
    ...list("why", explanation(change)),
    ...list("who", [
      ...(owner === undefined ? [] : [`Owner: ${owner}`]),
      ...(clientId === undefined ? [] : [`Client id: ${clientId}`]),
    ]),
  ]);
}

function notLookedAt({ notLookedAt: what }: Report): Result[] {
  if (what.length === 0) return [];
  const heading = h("h2", "Not in this stack, and so not looked at");
  return [block("section", [heading, ...list("besides", what)])];
}

function list(kind: string, texts: readonly string[]): Result[] {
  if (texts.length === 0) return [];
  const items = texts.map((text) => h("li", visible(text)));
  return [block(`ul.${kind}`, items)];
}

/** An element with each of its children on a line, so that two versions of a page can be compared. */
function block(selector: string, children: readonly Result[]): Result {
  return h(selector, ["\n", ...children.flatMap((child) => [child, "\n"])]);
}
