import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createReporter } from "../../run/reporter.ts";
import { findSettingsCheck } from "../../run/settings-check.ts";

let root: string;
let printed: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "check-"));
  printed = "";
});

afterEach(() => rm(root, { recursive: true }));

async function check(file: string | undefined, project = root): Promise<void> {
  const judge = await findSettingsCheck(file);
  const report = createReporter((text) => {
    printed += text;
  });
  const program = { root: project, name: "app", runtime: "nodejs", main: undefined };
  await judge(program, "dev", report, new AbortController().signal);
}

async function module(text: string): Promise<string> {
  const path = join(root, "check.mjs");
  await writeFile(path, text);
  return path;
}

test("asks the project's own program about its folder and stack", async () => {
  await check(await module("console.log(process.argv.slice(2).join(' '));"));
  expect(printed).toBe(`--project ${root} --stack dev\n`);
});

test("ends before anything starts when the settings are refused", async () => {
  const refused = check(await module("console.log('line 3'); process.exit(1);"));
  await expect(refused).rejects.toMatchObject({
    code: "settings-refused",
    exitCode: 1,
    message: "the settings of stack dev are refused, so nothing was started. See above.",
  });
  expect(printed).toBe("line 3\n");
});

test("asks nothing about a project of somebody else's, or without a check", async () => {
  const file = await module("process.exit(1);");
  await check(file, join(root, "examples"));
  await check(file, `${root}-other`);
  await check(undefined);
  expect(printed).toBe("");
});

test("a check that is not there is refused", async () => {
  await expect(check(join(root, "none.ts"))).rejects.toMatchObject({
    code: "program-file-missing",
    exitCode: 2,
    message: expect.stringMatching(
      /^--check .*none\.ts is not a file\. Fix: name a Node\.js module/,
    ),
  });
});
