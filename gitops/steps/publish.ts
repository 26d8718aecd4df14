import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commitOf, pullRequest } from "./event.ts";
import { GitHub, runStep, StepError } from "./github.ts";
import { readSteps } from "./page.ts";

/** GitHub refuses a text of more than 65,536 characters. */
const LONGEST = 64_000;

/** Whose comments and issues are ours: a text with our mark that somebody else wrote is theirs to change. */
const AUTHOR = "github-actions[bot]";

/** A comment or an issue. */
interface Text {
  id: number;
  number: number;
  body: string | null;
  user: { login: string } | null;
  pull_request?: object;
}

/** Creates the one comment of a stack, or changes it. */
async function comment(environment: NodeJS.ProcessEnv, mark: string): Promise<void> {
  const request = pullRequest(environment);
  if (request === undefined)
    throw new StepError("gitops-github", "No pull request: this job does not run for one.");
  if (request.head.repo?.full_name !== environment.GITHUB_REPOSITORY) {
    return console.error(
      "A fork's token may not comment: the page is the job's summary, and an artifact.",
    );
  }
  const github = new GitHub(environment);
  const body = `${mark}\n## Access review of stack \`${environment.STACK}\`\n\n${pageOf(environment)}`;
  const path = `/issues/${request.number}/comments`;
  const known = find(await github.list<Text>(path), mark, environment);
  if (known === undefined) await github.write("POST", path, { body });
  else await github.write("PATCH", `/issues/comments/${known.id}`, { body });
  console.error(`The comment on pull request ${request.number} is ${known ? "changed" : "new"}.`);
}

/** Keeps one issue open for as long as the nightly steps do not all end well. */
async function issue(environment: NodeJS.ProcessEnv, mark: string): Promise<void> {
  const github = new GitHub(environment);
  const author = encodeURIComponent(environment.COMMENT_AUTHOR ?? AUTHOR);
  const issues = await github.list<Text>(`/issues?state=open&creator=${author}`);
  const known = find(
    issues.filter((one) => one.pull_request === undefined),
    mark,
    environment,
  );
  const steps = readSteps(environment.OUT ?? "");
  const isClean = steps.length > 0 && steps.every(({ status }) => status === 0);
  const title = `Stack ${environment.STACK} is not as it is declared`;
  const body = `${mark}\n${pageOf(environment)}`;
  if (known !== undefined) {
    await github.write("PATCH", `/issues/${known.number}`, {
      body,
      ...(isClean ? { state: "closed" } : {}),
    });
  } else if (!isClean) await github.write("POST", "/issues", { title, body });
  console.error(
    isClean ? "Nothing to tell: no issue is open." : "The issue tells what the steps found.",
  );
}

function find(
  texts: readonly Text[],
  mark: string,
  { COMMENT_AUTHOR = AUTHOR }: NodeJS.ProcessEnv,
): Text | undefined {
  return texts.find(({ body, user }) => user?.login === COMMENT_AUTHOR && body?.startsWith(mark));
}

/**
 * The page, below how its job ended where another job made it: that code is the change's own, so it does
 * not speak for itself.
 */
function pageOf(environment: NodeJS.ProcessEnv): string {
  const { OUT = "", RESULT = "success" } = environment;
  const file = join(OUT, "page.md");
  const page = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const commit = `commit \`${commitOf(environment)}\``;
  const words =
    page ??
    `**There is no review of ${commit}:** its job ended before it wrote a page. The job's log says why.\n`;
  const ended =
    RESULT === "success"
      ? ""
      : `The job for ${commit} ended with: **${RESULT.replace(/[^a-z]/g, "")}**.\n\n`;
  if (words.length <= LONGEST) return `${ended}${words}`;
  return `${ended}The page of ${commit} is longer than GitHub takes: it is an artifact of the job.\n`;
}

if (import.meta.main) {
  const { STACK = "" } = process.env;
  await runStep(() =>
    process.argv[2] === "comment"
      ? comment(process.env, `<!-- neo4j-okta access review: ${STACK} -->`)
      : issue(process.env, `<!-- neo4j-okta nightly: ${STACK} -->`),
  );
}
