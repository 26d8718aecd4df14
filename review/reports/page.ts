import { readFileSync } from "node:fs";
import { toHtml } from "hast-util-to-html";
import { h, type Result } from "hastscript";
import { visible } from "../../access/visible.ts";

const STYLE = new URL("page.css", import.meta.url);
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * One page that needs nothing beside itself: no script, no font, no request.
 *
 * @param title what the browser's tab shows
 */
export function htmlPage(title: string, content: readonly Result[]): string {
  const head = block("head", [
    h("meta", { charSet: "utf-8" }),
    h("meta", { httpEquiv: "Content-Security-Policy", content: POLICY }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("title", title),
    h("style", readFileSync(STYLE, "utf8")),
  ]);
  const page = h("html", { lang: "en" }, [head, h("body", block("main", content))]);
  return `${toHtml({ type: "root", children: [{ type: "doctype" }, page] })}\n`;
}

/** A list of sentences; nothing where there are none. */
export function list(kind: string, texts: readonly string[]): Result[] {
  if (texts.length === 0) return [];
  const items = texts.map((text) => h("li", visible(text)));
  return [block(`ul.${kind}`, items)];
}

/** An element with each of its children on a line, so that two versions of a page can be compared. */
export function block(selector: string, children: readonly Result[]): Result {
  return h(selector, ["\n", ...children.flatMap((child) => [child, "\n"])]);
}
