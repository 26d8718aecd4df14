import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manage } from "../support/declared-org.ts";
import { type Ground, startGround } from "../support/gitops/ground.ts";
import { apply, applyFile, applyStack, stackDefinition } from "../support/gitops/operator.ts";
import { BASES } from "../support/review-bases.ts";
import { CASES } from "../support/review-cases.ts";

const HEAD = "0123456789abcdef0123456789abcdef01234567";
const MERGED = "89abcdef0123456789abcdef0123456789abcdef";

let ground: Ground;
/** By which the review of a fork's change knows it. */
let digestOfFork = "";

beforeAll(async () => {
  ground = await startGround(BASES.dedicated);
});

afterAll(() => ground?.stop());

function settings(name: string): Record<string, unknown> {
  const found = CASES.find((one) => one.name === name);
  if (!found) throw new Error(`no case ${name}`);
  return found.settings;
}

const golden = (name: string) => `../golden/gitops/${name}.md`;

/**
 * Without addresses and ids of one run, digests, whose form is the review's matter, and what policies
 * only advise.
 */
function stable(text: string | undefined): string | undefined {
  return text
    ?.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1")
    .replace(/aus[A-Za-z0-9]{17}/g, "aus00000000000000001")
    .replace(/^ {8}- \[advisory\].*\n(?: {10}.*\n)*/gm, "")
    .replace(/sha256:(?!0{64})[0-9a-f]{64}/g, "sha256:(digest)");
}

/** Steps of the policy pack, which takes seconds each time; one test of each pipeline has them. */
const POLICY = "policy policy-state";

/** A review in the one job, then the comment in the other, which alone has a token. */
async function pullRequest(
  reader: Record<string, string>,
  { repository = "example/access", skip = POLICY } = {},
) {
  const event = join(ground.root, "event.json");
  const head = { sha: HEAD, repo: { full_name: repository } };
  await writeFile(event, JSON.stringify({ pull_request: { number: 7, head } }));
  const summary = join(ground.root, "summary.md");
  await writeFile(summary, "");
  const job = {
    ...ground.github.environment,
    GITHUB_EVENT_PATH: event,
    GITHUB_STEP_SUMMARY: summary,
  };
  const review = await ground.ci("pull-request", {
    ...reader,
    ...job,
    SKIP: `types rehearse ${skip}`,
  });
  const RESULT = review.code === 0 ? "success" : "failure";
  const second = { ...ground.bare, ...job, GITHUB_TOKEN: ground.github.token, RESULT };
  const comment = await ground.ci("comment", second);
  return { review, comment, summary: await readFile(summary, "utf8") };
}

describe("a pull request", () => {
  test("that changes nobody's access passes, and its comment is made", async () => {
    await ground.commit(settings("owner"));
    const { review, comment } = await pullRequest(ground.reader);
    expect({ code: review.code, log: review.log }).toMatchObject({ code: 0 });
    expect(comment.code).toBe(0);
    expect(ground.github.writes).toEqual(["POST /issues/7/comments"]);
    await expect(stable(ground.github.comments[0]?.body)).toMatchFileSnapshot(golden("benign"));
  });

  test("that widens access is objected to, in the same comment", async () => {
    await ground.commit(settings("lifetime-longer"));
    const { review, comment } = await pullRequest(ground.reader, { skip: "" });
    expect([review.code, comment.code]).toEqual([1, 0]);
    expect(ground.github.writes).toEqual(["POST /issues/7/comments", "PATCH /issues/comments/1"]);
    await expect(stable(ground.github.comments[0]?.body)).toMatchFileSnapshot(golden("widening"));
  });

  test("whose preview fails says so in place of the last review", async () => {
    await ground.commit({
      ...BASES.dedicated,
      authorizationServer: { id: "ausnowhere0000000000", audience: "api://nowhere" },
    });
    const { review, comment } = await pullRequest(ground.reader);
    expect([review.code, comment.code]).toEqual([3, 0]);
    expect(review.log).toMatch(/The preview failed: .*nowhere/);
    await expect(stable(ground.github.comments[0]?.body)).toMatchFileSnapshot(golden("broken"));
  });

  test("of a fork has neither a token nor the state: its page is the job's summary", async () => {
    const written = ground.github.writes.length;
    await ground.commit(settings("reader-to-publisher"));
    const { review, comment, summary } = await pullRequest(
      { ...ground.bare, STATE_FILE: ground.known },
      { repository: "stranger/access" },
    );
    expect([review.code, comment.code]).toEqual([0, 0]);
    expect(comment.log).toContain("A fork's token may not comment");
    expect(ground.github.writes).toHaveLength(written);
    digestOfFork = /sha256:([0-9a-f]{64})/.exec(summary)?.[1] ?? "";
    await expect(stable(summary)).toMatchFileSnapshot(golden("fork"));
  });

  test("had no secret of the stack's, and a token of Okta's that may not write", async () => {
    const secrets = [
      ground.deployer.OKTA_ACCESS_TOKEN,
      ground.deployer.KUBECONFIG,
      ground.deployer.PULUMI_CONFIG_PASSPHRASE_FILE,
    ];
    expect(secrets.every((secret) => (secret?.length ?? 0) > 8)).toBe(true);
    const given = Object.values({ ...ground.reader, ...ground.bare }).join("\n");
    expect(secrets.filter((secret) => given.includes(secret ?? ""))).toEqual([]);
    const headers = { authorization: `Bearer ${ground.reader.OKTA_ACCESS_TOKEN}` };
    const { status } = await fetch(`${ground.world.okta.url}/api/v1/apps/x`, {
      method: "DELETE",
      headers,
    });
    expect(status).toBe(403);
    const state = await readFile(ground.known, "utf8");
    expect(state).not.toMatch(/"ciphertext"/);
  });
});

/** What GitHub tells of the pull request that was merged, and of its review with this digest. */
function merged(digest: string): Record<string, string> {
  const head = { sha: HEAD, repo: { id: 1 } };
  const at = "2026-11-27T12:00:00Z";
  ground.github.reviewed = {
    pulls: [{ number: 7, merged_at: at, merge_commit_sha: MERGED, head, base: { ref: "main" } }],
    runs: [
      {
        id: 11,
        path: ".github/workflows/access-review.yml",
        run_number: 1,
        created_at: at,
        head_repository: { id: 1 },
      },
    ],
    artifacts: [
      { name: `access-digest-${ground.deployer.STACK}-${digest}`, expired: false, created_at: at },
    ],
  };
  const skip = { SKIP: `types ${POLICY}`, GITHUB_TOKEN: ground.github.token };
  return {
    ...ground.deployer,
    ...ground.github.environment,
    ...skip,
    GITHUB_SHA: MERGED,
    GITHUB_REF_NAME: "main",
  };
}

/** Requests that changed the org. */
function changes(): number {
  return ground.world.okta.log.entries.filter(({ method }) => method !== "GET").length;
}

describe("main", () => {
  test("refuses another change than the reviewed one, and applies nothing", async () => {
    await ground.commit(settings("reader-to-publisher"));
    const before = changes();
    const { code, page } = await ground.ci("main", merged("0".repeat(64)));
    expect(code).toBe(1);
    expect(changes()).toBe(before);
    await expect(stable(page)).toMatchFileSnapshot(golden("mismatch"));
  });

  test("applies what was reviewed, by the digest of a review without a secret, and proves it", async () => {
    const { code, page, log } = await ground.ci("main", {
      ...merged(digestOfFork),
      ...(await ground.proof()),
    });
    expect({ code, log }).toMatchObject({ code: 0 });
    await expect(stable(page)).toMatchFileSnapshot(golden("applied"));
    expect(await readFile(join(ground.out, "verify.xml"), "utf8")).toContain("<testsuite");
    const left = JSON.parse(await readFile(join(ground.out, "state.json"), "utf8"));
    expect(left.deployment.resources.length).toBeGreaterThan(10);
    expect(JSON.stringify(left)).not.toContain("ciphertext");
  });
});

describe("the night", () => {
  const night = (skip = "") => {
    const token = {
      GITHUB_TOKEN: ground.github.token,
      OKTA_ORG_URL: ground.world.okta.url,
      SKIP: skip,
    };
    return ground.ci("nightly", { ...ground.reader, ...ground.github.environment, ...token });
  };

  test("finds nothing, then what was changed by hand, then nothing again: one issue, opened and closed", async () => {
    ground.github.writes = [];
    expect((await night()).code).toBe(0);
    expect(ground.github.writes).toEqual([]);

    const apps = await manage(ground.world.okta, "GET", "/api/v1/apps?limit=200");
    const app = apps.find(({ label }: { label: string }) => label === "graph-reporting");
    const path = `/api/v1/apps/${app.id}`;
    await manage(ground.world.okta, "PUT", path, {
      ...app,
      profile: { neo4j_groups: ["neo4j_admin"] },
    });
    expect((await night(POLICY)).code).toBe(1);
    const [{ body = "" } = {}] = ground.github.issues;
    expect(body).toContain("| drift | objects |");
    expect(body).toContain("- graph-reporting gains admin.");

    await manage(ground.world.okta, "PUT", path, app);
    expect((await night(POLICY)).code).toBe(0);
    expect(ground.github.writes).toEqual(["POST /issues", "PATCH /issues/1"]);
    expect(ground.github.issues[0]?.state).toBe("closed");
  });
});

describe("the manifests for the operator", () => {
  test("are taken by an API server", async () => {
    const { kubeconfig } = ground.world;
    const namespaces = await applyFile(kubeconfig, "namespaces.yaml");
    const applied = [...namespaces, ...(await applyFile(kubeconfig, "rbac.yaml"))];
    expect(applied.map(({ kind }) => kind)).toEqual([
      "Namespace",
      "Namespace",
      "ServiceAccount",
      "ClusterRoleBinding",
      "Role",
      "RoleBinding",
    ]);
  });

  test("have a stack that the operator's definition takes, and misspelt it would not", async ({
    skip,
  }) => {
    const definition = await stackDefinition();
    if (definition === undefined) return skip("needs Go, and a module proxy with the operator");
    const { kubeconfig } = ground.world;
    await apply(kubeconfig, definition);
    expect(await applyStack(kubeconfig)).toMatchObject({ kind: "Stack" });
    await expect(applyStack(kubeconfig, { secretProvider: "awskms://x" })).rejects.toThrow(
      "secretProvider",
    );
  });
});
