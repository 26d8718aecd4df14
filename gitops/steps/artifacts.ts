import { appendFileSync } from "node:fs";
import { GitHub, runStep, StepError } from "./github.ts";

/** The workflow whose runs count, so that no other one of the repository can speak for it. */
const WORKFLOW = ".github/workflows/access-review.yml";

interface PullRequest {
  number: number;
  merged_at: string | null;
  merge_commit_sha: string | null;
  head: { sha: string; repo: { id: number } | null };
  base: { ref: string };
}

interface Run {
  id: number;
  path: string;
  run_number: number;
  created_at: string;
  head_repository: { id: number } | null;
}

interface Artifact {
  name: string;
  expired: boolean;
  created_at: string;
  workflow_run: {
    id: number;
    head_branch: string;
    head_repository_id: number;
    repository_id: number;
  };
}

/**
 * The digest of the access change that a merged commit was reviewed with. It is in the name of an artifact
 * of the newest review of the last commit of its pull request, as it was when that was merged.
 *
 * @throws StepError `gitops-not-reviewed` when nobody reviewed the commit
 */
export async function reviewedDigest(environment: NodeJS.ProcessEnv): Promise<string> {
  const { GITHUB_SHA, GITHUB_REF_NAME, REVIEW_WORKFLOW = WORKFLOW } = environment;
  const github = new GitHub(environment);
  const requests = await github.list<PullRequest>(`/commits/${GITHUB_SHA}/pulls`);
  const request = requests.find(
    ({ merge_commit_sha: sha, base }) => sha === GITHUB_SHA && base.ref === GITHUB_REF_NAME,
  );
  const merged = request?.merged_at;
  if (!merged) throw notReviewed(`no pull request was merged as commit ${GITHUB_SHA}`);
  const { number, head } = request;
  const query = `event=pull_request&head_sha=${head.sha}`;
  const runs = await github.list<Run>(`/actions/runs?${query}`, "workflow_runs");
  const reviews = runs.filter(
    ({ path, head_repository: repository, created_at }) =>
      path.split("@")[0] === REVIEW_WORKFLOW &&
      repository?.id === head.repo?.id &&
      created_at <= merged,
  );
  const [run] = reviews.toSorted((a, b) => b.run_number - a.run_number);
  if (run === undefined) {
    throw notReviewed(`${REVIEW_WORKFLOW} did not run for pull request ${number}`);
  }
  const artifacts = await github.list<Artifact>(`/actions/runs/${run.id}/artifacts`, "artifacts");
  const prefix = `access-digest-${fileName(environment)}-`;
  const kept = newest(
    artifacts.filter(({ name, created_at }) => name.startsWith(prefix) && created_at <= merged),
  );
  const digest = /-([0-9a-f]{64})$/.exec(kept?.name ?? "")?.[1];
  if (digest === undefined) {
    throw notReviewed(`run ${run.id} of pull request ${number} left no digest for this stack`);
  }
  return `sha256:${digest}`;
}

/**
 * The run of the target branch that last deployed the stack, and so kept a copy of its state without a
 * secret. A run of another branch, or of a fork whose branch has the same name, does not count.
 *
 * @returns undefined when there is none, or its artifact has expired
 */
export async function lastDeployment(environment: NodeJS.ProcessEnv): Promise<number | undefined> {
  const query = `name=access-state-${fileName(environment)}`;
  const github = new GitHub(environment);
  const artifacts = await github.list<Artifact>(`/actions/artifacts?${query}`, "artifacts");
  const own = artifacts.filter(
    ({ workflow_run: run }) =>
      run.head_branch === environment.GITHUB_BASE_REF &&
      run.head_repository_id === run.repository_id,
  );
  return newest(own)?.workflow_run.id;
}

/** Of `org/project/stack` the last part names files. */
function fileName({ STACK = "" }: NodeJS.ProcessEnv): string {
  return STACK.split("/").at(-1) ?? "";
}

function newest(artifacts: readonly Artifact[]): Artifact | undefined {
  const kept = artifacts.filter(({ expired }) => !expired);
  return kept.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
}

function notReviewed(why: string): StepError {
  const fix = "review it in a pull request (or run its review again), or give REVIEWED_DIGEST";
  return new StepError("gitops-not-reviewed", `Nobody reviewed this change: ${why}. Fix: ${fix}.`);
}

if (import.meta.main) {
  await runStep(async () => {
    if (process.argv[2] === "reviewed") {
      process.stdout.write(await reviewedDigest(process.env));
      return;
    }
    const run = await lastDeployment(process.env);
    if (run === undefined) console.error("No deployment has left a copy of the state.");
    appendFileSync(process.env.GITHUB_OUTPUT ?? "/dev/stdout", `run=${run ?? ""}\n`);
  });
}
