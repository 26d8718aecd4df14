import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GitHubApi } from "../support/gitops/github-api.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SCRIPT = join(ROOT, "gitops/ci.sh");

let out: string;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "script-"));
  return () => rmSync(out, { recursive: true });
});

function ci(args: string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? "", OUT: out, ...environment };
  return new Promise<{ code: number; stdout: string; stderr: string }>((settle) => {
    execFile(SCRIPT, args, { env }, (error, stdout, stderr) => {
      settle({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test("--help says how it is called, within 80 columns, and ends well", async () => {
  const { code, stdout } = await ci(["--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: gitops\/ci\.sh STEP, with the stack's name in STACK\n/);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

describe("what is not called right", () => {
  test.each([
    ["no step", [], {}, "gitops/ci.sh needs a step."],
    [
      "a step that there is not",
      ["deploy"],
      { STACK: "prod" },
      "gitops/ci.sh deploy: no such step.",
    ],
    ["two steps", ["check", "up"], { STACK: "prod" }, "gitops/ci.sh takes one step."],
    ["no stack", ["check"], {}, "STACK must hold the stack's name."],
    [
      "a stack that is an option",
      ["check"],
      { STACK: "--yes" },
      "STACK must hold the stack's name.",
    ],
    [
      "a stack with a command in it",
      ["check"],
      { STACK: "a$(id)" },
      "STACK must hold the stack's name.",
    ],
    [
      "a stack outside of the folder",
      ["check"],
      { STACK: "../prod" },
      "STACK must hold the stack's name.",
    ],
  ])("%s ends with exit status 2", async (_what, args, environment, sentence) => {
    const { code, stderr } = await ci(args, environment as Record<string, string>);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
    expect(stderr).toContain("(gitops-usage)");
  });
});

test("settings that are refused end the pipeline, and its page says that nothing is known", async () => {
  const file = join(ROOT, "Pulumi.e2e-refused-by-pipeline.yaml");
  writeFileSync(file, "config: { neo4j-okta:accounts: none }\n");
  try {
    const { code } = await ci(["pull-request"], {
      STACK: "e2e-refused-by-pipeline",
      SKIP: "types",
    });
    expect(code).toBe(1);
    expect(readFileSync(join(out, "page.md"), "utf8")).toBe(
      "**A step objects.** Stack `e2e-refused-by-pipeline`, commit `unknown`.\n\n" +
        "| step | result |\n| --- | --- |\n| types | left out |\n| check | objects |\n\n" +
        "**There is no review of this commit:** the step check did not end well, so nobody knows whose access it changes. " +
        "The job's log says why. The review of an earlier commit does not hold for this one.\n",
    );
  } finally {
    rmSync(file);
  }
});

test("a commit that nobody reviewed is not deployed, and the page says why", async () => {
  const github = new GitHubApi();
  await github.start();
  try {
    const at = { GITHUB_SHA: "89abcdef0123456789abcdef0123456789abcdef", GITHUB_REF_NAME: "main" };
    const job = { ...github.environment, ...at, GITHUB_TOKEN: "token", STACK: "e2e-nowhere" };
    const { code, stderr } = await ci(["main"], { ...job, SKIP: "types check plan" });
    const why = "Nobody reviewed this change: no pull request was merged as commit 89abcdef";
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(why) });
    const page = readFileSync(join(out, "page.md"), "utf8");
    expect(page).toContain("| approved | objects |\n\n```text\nNobody reviewed this change");
    expect(page).not.toContain("| up |");
  } finally {
    await github.stop();
  }
});

test("a pipeline removes what steps of an earlier one wrote, and nothing else", async () => {
  for (const name of ["review.md", "review.json", "notes.md"])
    writeFileSync(join(out, name), "old");
  await ci(["pull-request"], {
    STACK: "e2e-nowhere",
    SKIP: "types check rehearse policy preview review",
  });
  expect(readdirSync(out).sort()).toEqual(["notes.md", "page.md", "steps"]);
});

test("the jobs for GitLab call the script, with a time limit", () => {
  const {
    variables,
    ".access": shared,
    ...jobs
  } = parse(readFileSync(join(ROOT, "gitops/gitlab/pipeline.yml"), "utf8")) as Record<
    string,
    { script: string[]; extends: string }
  >;
  expect(variables).toHaveProperty("PIPELINE_IMAGE");
  expect(shared).toHaveProperty("timeout");
  const called = Object.entries(jobs).map(([name, { script }]) => [name, script.at(-1)]);
  expect(called).toEqual([
    ["access-review", "gitops/ci.sh pull-request"],
    ["access-deploy", "gitops/ci.sh main"],
    ["access-nightly", "gitops/ci.sh nightly"],
    ["access-rotate", "gitops/ci.sh rotate"],
  ]);
  expect(Object.values(jobs).every((job) => job.extends === ".access")).toBe(true);
});
