import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import { describe, expect, test } from "vitest";
import { type Options, parseOptions } from "../../verify/inputs/options.ts";
import { commandLine } from "./command-line.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)];

interface Shown {
  page: string;
  /** The arguments behind `npm run verify --`, a word in place of each placeholder. */
  argv: string[];
}

/** The commands that begin a line of a page's shell blocks; a backslash at the end continues one. */
function shownOn(page: string): Shown[] {
  const text = readFileSync(join(ROOT, page), "utf8").replaceAll("\\\n", " ");
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block);
  const commands = blocks.flatMap((block) => [...block.matchAll(/^npm run verify -- (.*)$/gm)]);
  return commands.map(([, words = ""]) => {
    const named = words.replace(/ #.*$/, "").replace(/<(\w+)>/g, "the-$1");
    return { page, argv: parseArgsStringToArgv(named) };
  });
}

const shown = PAGES.filter((name) => name.endsWith(".md")).flatMap(shownOn);

function parsed({ argv }: Shown): Options | undefined {
  return parseOptions(argv, () => {});
}

test("the pages show verify with options that it takes", () => {
  expect(new Set(shown.map(({ page }) => page))).toEqual(
    new Set([
      ...["README.md", "docs/break-glass.md", "docs/deploy.md", "docs/sandbox.md"],
      "docs/verify.md",
    ]),
  );
  for (const command of shown) expect(() => parsed(command), command.page).not.toThrow();
});

describe("the command of the way to a real org and cluster", () => {
  const line = commandLine();
  const [command] = shown.filter(({ page }) => page === "docs/deploy.md");

  test("has every option that such a stack needs", () => {
    expect(command && parsed(command)).toMatchObject({
      stack: "the-stack",
      boltUri: "bolt://127.0.0.1:7687",
      httpUri: "http://127.0.0.1:7474",
      secrets: "the-dir",
      oktaApi: true,
      breakGlass: true,
      junit: "verify.xml",
    });
  });

  test("proves a stack as it stands, with a stack's outputs, addresses and folder", async () => {
    const { boltUri, httpUri } = line.world.contract.neo4j;
    const here: Record<string, string> = {
      "--stack": "--contract",
      "the-stack": line.contract,
      "bolt://127.0.0.1:7687": boltUri,
      "http://127.0.0.1:7474": httpUri,
      "the-dir": line.folder,
      "verify.xml": join(line.folder, "verify.xml"),
    };
    const argv = command?.argv.map((word) => here[word] ?? word) ?? [];
    const { status, out, err } = await line.run(argv, line.readBack());
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toMatch(/^Proven/m);
    expect(readFileSync(join(line.folder, "verify.xml"), "utf8")).toContain("<testsuites");
  });
});
