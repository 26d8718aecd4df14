import { afterAll, beforeAll, expect, test } from "vitest";
import { lastDeployment, reviewedDigest } from "../../gitops/steps/artifacts.ts";
import { GitHubApi } from "../support/gitops/github-api.ts";

const MERGED = "89abcdef0123456789abcdef0123456789abcdef";
const [OLD, NEW] = ["a".repeat(64), "b".repeat(64)];
const WORKFLOW = ".github/workflows/access-review.yml";

const pull = {
  number: 7,
  merged_at: "2026-11-27T12:00:00Z",
  merge_commit_sha: MERGED,
  head: { sha: "0123456789abcdef0123456789abcdef01234567", repo: { id: 1 } },
  base: { ref: "main" },
};
const run = {
  id: 11,
  path: WORKFLOW,
  run_number: 3,
  created_at: "2026-11-27T11:00:00Z",
  head_repository: { id: 1 },
};
const artifact = {
  name: `access-digest-prod-${NEW}`,
  expired: false,
  created_at: "2026-11-27T11:05:00Z",
};

const github = new GitHubApi();
beforeAll(() => github.start());
afterAll(() => github.stop());

function digest(stack = "prod"): Promise<string> {
  const at = { GITHUB_SHA: MERGED, GITHUB_REF_NAME: "main", GITHUB_TOKEN: "token", STACK: stack };
  return reviewedDigest({ ...github.environment, ...at });
}

test("the digest is in the name of the newest artifact of the newest review before the merge", async () => {
  const older = {
    ...artifact,
    name: `access-digest-prod-${OLD}`,
    created_at: "2026-11-27T11:01:00Z",
  };
  github.reviewed = {
    pulls: [pull],
    runs: [{ ...run, id: 10, run_number: 2 }, run],
    artifacts: [older, artifact],
  };
  expect(await digest()).toBe(`sha256:${NEW}`);
  expect(await digest("org/neo4j-okta/prod")).toBe(`sha256:${NEW}`);
});

// What does not count, by what is different.
test.each([
  [
    "a commit that no pull request was merged as",
    { pulls: [] },
    "no pull request was merged as commit 89abcdef",
  ],
  [
    "a pull request that was not merged",
    { pulls: [{ ...pull, merged_at: null }] },
    "no pull request was merged",
  ],
  [
    "one that was merged into another branch",
    { pulls: [{ ...pull, base: { ref: "next" } }] },
    "no pull request was merged",
  ],
  [
    "a run of another workflow",
    { runs: [{ ...run, path: ".github/workflows/mine.yml" }] },
    "did not run for pull request 7",
  ],
  [
    "a run of a fork with the same commit",
    { runs: [{ ...run, head_repository: { id: 2 } }] },
    "did not run for pull request 7",
  ],
  [
    "a run from after the merge",
    { runs: [{ ...run, created_at: "2026-11-27T12:00:01Z" }] },
    "did not run for pull request 7",
  ],
  [
    "an artifact from after the merge",
    { artifacts: [{ ...artifact, created_at: "2026-11-27T12:00:01Z" }] },
    "run 11 of pull request 7 left no digest",
  ],
  [
    "an artifact that has expired",
    { artifacts: [{ ...artifact, expired: true }] },
    "run 11 of pull request 7 left no digest",
  ],
  [
    "an artifact of another stack",
    { artifacts: [{ ...artifact, name: `access-digest-dev-${NEW}` }] },
    "left no digest",
  ],
  [
    "an artifact with something else in its name",
    { artifacts: [{ ...artifact, name: "access-digest-prod-none" }] },
    "left no digest",
  ],
])("%s does not count", async (_what, changed, why) => {
  github.reviewed = { pulls: [pull], runs: [run], artifacts: [artifact], ...changed };
  await expect(digest()).rejects.toMatchObject({
    code: "gitops-not-reviewed",
    message: expect.stringMatching(
      new RegExp(`^Nobody reviewed this change: .*${why}.* Fix: review it in a pull request`),
    ),
  });
});

test("the last deployment is one of the target branch, in this repository", async () => {
  const of = (id: number, run: object = {}, changed: object = {}) => ({
    ...artifact,
    ...changed,
    workflow_run: { id, head_branch: "main", head_repository_id: 1, repository_id: 1, ...run },
  });
  const at = { GITHUB_TOKEN: "token", GITHUB_BASE_REF: "main", STACK: "prod" };
  const last = () => lastDeployment({ ...github.environment, ...at });
  const later = { created_at: "2026-11-27T13:00:00Z" };
  github.reviewed.artifacts = [
    of(1),
    of(2, { head_repository_id: 2 }, later),
    of(3, { head_branch: "mine" }, later),
    of(4, {}, { ...later, expired: true }),
  ];
  expect(await last()).toBe(1);
  github.reviewed.artifacts = [];
  expect(await last()).toBeUndefined();
});
