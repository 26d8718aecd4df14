import { h, type Result } from "hastscript";
import { type Change, KINDS } from "../../access/difference/change.ts";
import { visible } from "../../access/visible.ts";
import { explanation, type Report, type Section, sections, summary, verdict } from "../report.ts";
import { graphOf } from "./graph.ts";
import { block, htmlPage, list } from "./page.ts";
import { picture } from "./picture.ts";

const MOST_EDGES = 60;

/** The page of a review, for a browser. */
export function renderHtml(report: Report): string {
  return htmlPage("Review of access", [
    h("h1", "What this change does to access"),
    gate(report),
    ...graph(report),
    ...sections(report).map(section),
    ...(report.unaffected ?? []).map((what) => h("p", visible(`${what}.`))),
    ...notLookedAt(report),
  ]);
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
  // Says without colour what the part is; a screen reader reads the heading.
  const sign = h("span", { className: ["sign"], ariaHidden: "true" }, KINDS[category].sign);
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
