import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { run } from "./run.ts";

const GAIN = recordedPreview("reader-to-publisher", "dedicated");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("--markdown FILE and --html FILE", () => {
  test("write both, beside the page, also when the gate objects", async () => {
    const [markdown, html] = [join(folder, "comment.md"), join(folder, "page.html")];
    await writeFile(markdown, "old");
    const page = await run(GAIN, "--preview", "-", "--fail-on", "gain");
    const argv = ["--preview", "-", "--fail-on", "gain", "--markdown", markdown, "--html", html];
    expect(await run(GAIN, ...argv)).toEqual(page);
    expect(page.status).toBe(1);
    expect(await readFile(markdown, "utf8")).toMatch(/^\*\*The gate objects\.\*\*/);
    expect(await readFile(html, "utf8")).toMatch(/^<!doctype html><html lang="en">/);
    expect((await stat(html)).mode & 0o777).toBe(0o666 & ~process.umask());
    expect((await readdir(folder)).sort()).toEqual(["comment.md", "page.html"]);
  });

  test("a file that cannot be written is no passed review", async () => {
    const file = join(folder, "nowhere", "page.html");
    const { status, err } = await run(GAIN, "--preview", "-", "--html", file);
    expect(status).toBe(3);
    expect(err).toBe(`--html ${file} cannot be written: ENOENT. (review-report)\n`);
  });

  test("a file that cannot be replaced stays, and nothing is left beside it", async () => {
    const { status, err } = await run(GAIN, "--preview", "-", "--markdown", folder);
    expect(status).toBe(3);
    expect(err).toBe(`--markdown ${folder} cannot be written: EISDIR. (review-report)\n`);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    [["--json", "--markdown", "-"], "--json and --markdown - both print to standard output"],
    [["--html", "-"], "--html takes a file"],
  ])("%j is refused", async (argv, sentence) => {
    const { status, out, err } = await run(GAIN, "--preview", "-", ...argv);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err).toMatch(/\(review-usage\)\n$/);
  });
});

test("the same preview gives the same bytes", async () => {
  const { steps, ...rest } = JSON.parse(GAIN);
  const turned = JSON.stringify({ ...rest, steps: steps.toReversed() });
  const pages = async (preview: string) => {
    const html = join(folder, "page.html");
    const { out } = await run(preview, "--preview", "-", "--markdown", "-", "--html", html);
    return [out, await readFile(html, "utf8")];
  };
  expect(await pages(turned)).toEqual(await pages(GAIN));
});
