import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { CATEGORIES } from "../../access/difference/change.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { HOSTILE, regrouped, renamed } from "./hostile.ts";
import { PAGES } from "./pages.ts";
import { run } from "./run.ts";

const GAIN = recordedPreview("reader-to-publisher", "dedicated");
const COMMENT_LIMIT = 60_000;

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

async function markdown(preview: string): Promise<string> {
  const { out, err } = await run(preview, "--preview", "-", "--markdown", "-");
  expect(err).toBe("");
  return out;
}

function parse(page: string): Node {
  return fromMarkdown(page, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** What a reader's eye sees as form: blocks, and in them words, whether as text or as code. */
function outline({ type, children }: Node): unknown {
  const below = (children ?? []).map(outline);
  if (type === "text" || type === "inlineCode") return "words";
  return [type, ...below.filter((one, place) => one !== "words" || below[place - 1] !== "words")];
}

function textsOf(node: Node): string[] {
  if (node.type === "text") return [node.value ?? ""];
  return (node.children ?? []).flatMap(textsOf);
}

function graphOf(page: string): string {
  return parse(page).children?.find(({ type }) => type === "code")?.value ?? "";
}

test.each(PAGES)("the comment of $name", async ({ name, base }) => {
  const page = await markdown(recordedPreview(name, base));
  await expect(page).toMatchFileSnapshot(`../golden/review/${name}.md`);
});

test("the kept pages have every category", async () => {
  const reports = PAGES.map(({ name, base }) =>
    run(recordedPreview(name, base), "--preview", "-", "--json"),
  );
  const changes = (await Promise.all(reports)).flatMap(({ out }) => JSON.parse(out).changes);
  const found = new Set(changes.map(({ category }: { category: string }) => category));
  expect([...found].sort()).toEqual(CATEGORIES.toSorted());
});

test("its first line is the verdict and the summary", async () => {
  const { out, status } = await run(GAIN, "--preview", "-", "--markdown", "-", "--fail-on", "gain");
  expect(status).toBe(1);
  expect(out).toMatch(
    /^\*\*The gate objects\.\*\* gained: 1, lost: 1\. .*\n\n- the page has changes of the kind gain \(--fail-on\)\n/,
  );
});

describe("a name changes nothing but words", () => {
  test.each(HOSTILE)("%j", async (name) => {
    const harmless = await markdown(renamed(GAIN, "harmless"));
    const page = await markdown(renamed(GAIN, name));
    expect(outline(parse(page))).toEqual(outline(parse(harmless)));
    expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each(HOSTILE)(
    "and nothing in the comment is a mention, a reference or a link: %j",
    async (name) => {
      const texts = textsOf(parse(await markdown(renamed(GAIN, name)))).join("\n");
      expect(texts).not.toMatch(/[@#$/<>&]|www|\w:\w|\w\.\w|\p{L}-\d|\b[0-9a-f]{7,40}\b/u);
    },
  );

  test.each(HOSTILE)("and in the graph it is a label: %j", async (name) => {
    const lines = graphOf(await markdown(renamed(GAIN, name))).split("\n");
    const label = String.raw`"(?:[\p{L}\p{N}]|(?<=\w)[-_. ](?=\w)|#\d+;)+"`;
    const line = new RegExp(
      String.raw`^  (c\d+\[${label}\]|r\d+\(\[${label}\]\)|c\d+ (==>\|gains\||-\.->\|loses\|) r\d+|linkStyle .*)$`,
      "u",
    );
    expect(lines.shift()).toBe("flowchart LR");
    expect(lines.filter((one) => !line.test(one))).toEqual([]);
  });
});

test("a graph of many gains and losses is left out, with a sentence", async () => {
  const groups = Array.from({ length: 35 }, (_, place) => `group_${place}`);
  const page = await markdown(renamed(regrouped(GAIN, groups), "many"));
  expect(graphOf(page)).toBe("");
  expect(page).toContain("A graph of 36 gains and losses would be too large, and is left out.");
});

test("10,000 groups are told by the first of them, and by their number", async () => {
  const groups = Array.from({ length: 10_000 }, (_, place) => `group_${place}`);
  const page = await markdown(regrouped(GAIN, groups));
  expect(page.length).toBeLessThan(10_000);
  expect(page).toMatch(/group_9.*\(\d{6} characters\)/s);
});

describe("more than a comment may hold", () => {
  const groups = Array.from({ length: 10_000 }, (_, place) => `group_${place}`);
  test.each([
    ["a name of 100 KB", renamed(GAIN, "<b>`".repeat(25_000))],
    ["1,000 roles", renamed(regrouped(GAIN, groups.slice(0, 1_000)), "many")],
  ])("%s leaves the verdict, the numbers and a pointer", async (_, preview) => {
    const page = await markdown(preview);
    expect(page.length).toBeLessThan(1_000);
    expect(page).toMatch(/^\*\*The gate does not object\.\*\* .*lost: 1\. /);
    expect(outline(parse(page))).toEqual([
      "root",
      ["paragraph", ["strong", "words"], "words"],
      ["paragraph", "words"],
    ]);
    expect(page).toContain("keeps the file of `--html` or `--json` as an artifact");
  });

  test("what fits is whole", async () => {
    const page = await markdown(renamed(GAIN, "x".repeat(5_000)));
    expect(page.length).toBeGreaterThan(COMMENT_LIMIT / 2);
    expect(page.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(page).toContain("### Gained (1)");
  });
});
