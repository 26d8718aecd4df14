import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHtml } from "hast-util-from-html";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { HOSTILE, regrouped, renamed } from "./hostile.ts";
import { PAGES } from "./pages.ts";
import { run } from "./run.ts";

const GAIN = recordedPreview("reader-to-publisher", "dedicated");

interface Node {
  type: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  value?: string;
  children?: Node[];
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function html(preview: string): Promise<string> {
  const file = join(folder, "page.html");
  const { err } = await run(preview, "--preview", "-", "--html", file);
  expect(err).toBe("");
  return readFile(file, "utf8");
}

/** Everything but what texts say. */
function outline({ type, tagName, properties, children }: Node): unknown {
  if (type === "text") return "text";
  return [type, tagName, properties, ...(children ?? []).map(outline)];
}

function elements(node: Node): Node[] {
  const below = (node.children ?? []).flatMap(elements);
  return node.type === "element" ? [node, ...below] : below;
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

test.each(PAGES)("the page of $name", async ({ name, base }) => {
  const page = await html(recordedPreview(name, base));
  const withoutStyle = page.replace(/(<style>)[^<]*/, "$1");
  await expect(withoutStyle).toMatchFileSnapshot(`../golden/review/${name}.html`);
});

test("it is well-formed, has a language and a title, and asks for nothing", async () => {
  const problems: string[] = [];
  const page = fromHtml(await html(GAIN), {
    onerror: ({ message }) => void problems.push(message),
  });
  expect(problems).toEqual([]);
  const all = elements(page);
  const metas = all.filter(({ tagName }) => tagName === "meta").map(({ properties }) => properties);
  expect(all.find(({ tagName }) => tagName === "html")?.properties).toEqual({ lang: "en" });
  expect(textOf(all.find(({ tagName }) => tagName === "title") ?? page)).toBe("Review of access");
  expect(metas).toContainEqual({
    httpEquiv: ["Content-Security-Policy"],
    content: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  });
  const style = textOf(all.find(({ tagName }) => tagName === "style") ?? page);
  expect(style).toContain("prefers-color-scheme: dark");
  expect(style).not.toMatch(/url\(|@import|@font-face/);
  const loading = ["href", "src", "srcSet", "action", "xLinkHref", "style", "data", "poster"];
  const known = ["script", "link", "img", "a", "iframe", "object", "embed", "form", "base"];
  expect(all.filter(({ tagName = "" }) => known.includes(tagName))).toEqual([]);
  expect(all.filter(({ properties = {} }) => loading.some((name) => name in properties))).toEqual(
    [],
  );
});

describe("a name changes nothing but text", () => {
  test.each([...HOSTILE, "<b>`".repeat(25_000)])("%#", async (name) => {
    const harmless = fromHtml(await html(renamed(GAIN, "harmless")));
    const text = await html(renamed(GAIN, name));
    const page = fromHtml(text);
    expect(outline(page)).toEqual(outline(harmless));
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const shown = name.toWellFormed().replace(/[\p{Cc}\p{Cf}]+/gu, " ");
    expect(textOf(page)).toContain(`${shown} gains ${shown}.`);
  });
});

test("a graph of many gains and losses is left out, with a sentence", async () => {
  const groups = Array.from({ length: 70 }, (_, place) => `group_${place}`);
  const page = await html(renamed(regrouped(GAIN, groups), "many"));
  expect(page).not.toContain("<svg");
  expect(page).toContain("A graph of 71 gains and losses would be too large, and is left out.");
});
