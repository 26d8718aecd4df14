import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GitHubApi } from "../support/gitops/github-api.ts";

const SCRIPT = resolve(import.meta.dirname, "../../gitops/steps/publish.ts");
const MARK = "<!-- neo4j-okta access review: prod -->\n";

let github: GitHubApi;
let out: string;

beforeAll(async () => {
  github = new GitHubApi();
  await github.start();
});

afterAll(() => github.stop());

beforeEach(() => {
  Object.assign(github, { comments: [], issues: [], writes: [] });
  out = mkdtempSync(join(tmpdir(), "publish-"));
  return () => rmSync(out, { recursive: true });
});

/** Runs one of the two, as a job does whose page is this. */
function publish(
  what: "comment" | "issue",
  page: string | undefined,
  environment: Record<string, string> = {},
) {
  const event = join(out, "event.json");
  const head = {
    sha: "0123456789abcdef0123456789abcdef01234567",
    repo: { full_name: "example/access" },
  };
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, head } }));
  if (page !== undefined) writeFileSync(join(out, "page.md"), page);
  const env = {
    ...github.environment,
    ...{ GITHUB_EVENT_PATH: event, GITHUB_TOKEN: "write-token", OUT: out, STACK: "prod" },
    ...environment,
  };
  return new Promise<{ code: number; err: string }>((settle) => {
    execFile(process.execPath, [SCRIPT, what], { env }, (error, _out, err) => {
      settle({ code: error ? Number(error.code) : 0, err });
    });
  });
}

test("there is one comment, changed in place, also when the page is missing", async () => {
  expect(await publish("comment", "first\n")).toEqual({
    code: 0,
    err: "The comment on pull request 7 is new.\n",
  });
  expect(github.comments[0]?.body).toBe(`${MARK}## Access review of stack \`prod\`\n\nfirst\n`);
  rmSync(join(out, "page.md"));
  await publish("comment", undefined, { RESULT: "cancelled" });
  expect(github.comments[0]?.body).toBe(
    `${MARK}## Access review of stack \`prod\`\n\nThe job for commit \`0123456789ab\` ended with: **cancelled**.\n\n` +
      "**There is no review of commit `0123456789ab`:** its job ended before it wrote a page. The job's log says why.\n",
  );
  expect(github.writes).toEqual(["POST /issues/7/comments", "PATCH /issues/comments/1"]);
});

test("a page cannot say that its job ended well when it did not", async () => {
  await publish("comment", "**No step objects.**\n", { RESULT: "failure" });
  expect(github.comments[0]?.body).toContain("ended with: **failure**.\n\n**No step objects.**");
});

test("a comment of somebody else's with our mark is left alone", async () => {
  github.comments.push({
    id: 1,
    number: 1,
    body: `${MARK}all is well`,
    state: "open",
    user: { login: "mallory" },
  });
  await publish("comment", "page\n");
  expect(github.writes).toEqual(["POST /issues/7/comments"]);
  expect(github.comments[0]?.body).toBe(`${MARK}all is well`);
});

test("a page that GitHub would not take is named in place of it", async () => {
  await publish("comment", "x".repeat(70_000));
  expect(github.comments[0]?.body).toContain(
    "The page of commit `0123456789ab` is longer than GitHub takes",
  );
});

test("a token that may not write is told, and the job fails", async () => {
  const { code, err } = await publish("comment", "page\n", { GITHUB_TOKEN: "read-token" });
  expect({ code, err }).toEqual({
    code: 3,
    err: "GitHub answers 403 to POST /issues/7/comments. (gitops-forbidden)\n",
  });
});

test("a fork's page is not published", async () => {
  const { code, err } = await publish("comment", "page\n", { GITHUB_REPOSITORY: "example/other" });
  expect({ code, err, writes: github.writes }).toEqual({
    code: 0,
    err: "A fork's token may not comment: the page is the job's summary, and an artifact.\n",
    writes: [],
  });
});

test("an issue is open for as long as something differs, and one alone", async () => {
  const night = (status: number) => {
    writeFileSync(join(out, "steps"), `drift ${status}\n`);
    return publish("issue", `status ${status}\n`);
  };
  await night(0);
  expect(github.writes).toEqual([]);
  await night(1);
  await night(3);
  expect(github.issues.map(({ body, state }) => ({ body, state }))).toEqual([
    { body: "<!-- neo4j-okta nightly: prod -->\nstatus 3\n", state: "open" },
  ]);
  await night(0);
  expect(github.issues[0]?.state).toBe("closed");
  expect(github.writes).toEqual(["POST /issues", "PATCH /issues/1", "PATCH /issues/1"]);
});
