import { readFileSync } from "node:fs";

/** What GitHub says of the pull request that a job runs for. */
export interface PullRequest {
  number: number;
  head: { sha: string; repo: { full_name: string } | null };
}

/** The pull request of this job; undefined: it runs for none. */
export function pullRequest({ GITHUB_EVENT_PATH }: NodeJS.ProcessEnv): PullRequest | undefined {
  if (!GITHUB_EVENT_PATH) return undefined;
  const event = JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")) as {
    pull_request?: PullRequest;
  };
  return event.pull_request;
}

/** The commit that a page speaks of, and not the merge of it that GitHub makes for a test. */
export function commitOf(environment: NodeJS.ProcessEnv): string {
  const { GITHUB_SHA, CI_COMMIT_SHA } = environment;
  const sha = pullRequest(environment)?.head.sha ?? GITHUB_SHA ?? CI_COMMIT_SHA ?? "";
  return /^[0-9a-f]{7,64}$/.test(sha) ? sha.slice(0, 12) : "unknown";
}
