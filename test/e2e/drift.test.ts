import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import {
  type Harness,
  type HarnessStack,
  loadProgram,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../drift/main.ts";
import { manage } from "../support/declared-org.ts";
import { BASES, OKTA_PEOPLE } from "../support/review-bases.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SERVER = "/api/v1/authorizationServers/default";

let harness: Harness;
let stack: HarnessStack;
let state: string;
let password: string;
let bolt: string;
const printed: string[] = [];

beforeAll(async () => {
  const push = (text = "") => void printed.push(text);
  const report = { step: push, heading: push, output: push, line: push };
  harness = await startHarness({ program: await loadProgram(ROOT), report });
  stack = await harness.openStack();
  await stack.configure({
    ...BASES.adopted,
    signIns: [{ ...OKTA_PEOPLE, createGroups: true }],
  });
  await stack.engine.up().catch((error) => {
    throw new Error(printed.join("\n"), { cause: error });
  });
  state = await stack.engine.command(["stack", "export"]);
  const outputs = await stack.engine.command(["stack", "output", "--json", "--show-secrets"]);
  password = JSON.parse(outputs).breakGlass.password;
  const { host, port } = await harness.world.reach.endpoint("neo4j", "neo4j", 7687);
  bolt = `bolt://${host}:${port}`;
});

afterAll(async () => {
  await stack?.undo({ orgIsGone: true });
  await harness?.stop();
});

async function drift(...argv: string[]) {
  const { url: orgUrl = "", accessToken } = harness.world.okta;
  let out = "";
  let err = "";
  const status = await main(["--state", "-", ...argv], {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    input: Readable.from([state]),
    environment: {
      OKTA_ORG_URL: orgUrl,
      OKTA_ACCESS_TOKEN: accessToken,
      NEO4J_OKTA_BREAK_GLASS_PASSWORD: password,
    },
  });
  expect(out + err).not.toContain(password);
  expect(out + err).not.toContain(accessToken);
  return { status, out, err };
}

function okta(method: string, path: string, body?: unknown) {
  return manage(harness.world.okta, method, path, body);
}

async function app(label: string) {
  const apps = (await okta("GET", "/api/v1/apps?limit=200")) as App[];
  const found = apps.find((one) => one.label === label);
  if (!found) throw new Error(`no app ${label}`);
  return found;
}

interface Key {
  kid: string;
  n: string;
}

interface App {
  id: string;
  label: string;
  settings: { oauthClient: { dpop_bound_access_tokens?: boolean; jwks: { keys: Key[] } } };
}

/** Changes an app by hand, asks, and puts it back. */
async function withApp(label: string, change: (app: App) => object, ...argv: string[]) {
  const before = await app(label);
  await okta("PUT", `/api/v1/apps/${before.id}`, { ...before, ...change(structuredClone(before)) });
  try {
    return await drift(...argv);
  } finally {
    await okta("PUT", `/api/v1/apps/${before.id}`, before);
  }
}

const BUDGET =
  "drift: about 14 requests to Okta, one more for each 50 apps of the org, and 500 at most (--max-requests)\n";

test("a stack that nobody touched has no drift, at Okta and in Neo4j", async () => {
  const { status, out, err } = await drift("--neo4j", bolt);
  expect(out).toMatch(
    /\nNobody's access changes\. Accounts: 3, unchanged: 3\. Groups of people: 2,\s+unchanged: 2\.\n/,
  );
  expect(out).not.toMatch(/--neo4j\s+looks/);
  expect(out).toMatch(/this Neo4j is older than 2026\.03\s+and has none/);
  expect({ status, err }).toEqual({ status: 0, err: `${BUDGET}drift: reading Neo4j ...\n` });
  const alone = await drift();
  expect(alone).toMatchObject({ status: 0, err: BUDGET });
  expect(alone.out).toMatch(/\(--neo4j\s+looks\)/);
});

test("a Neo4j that was asked for and does not answer is no clean bill", async () => {
  const file = join(harness.directory, "kept.json");
  const { status, out } = await drift("--neo4j", "bolt://127.0.0.1:1", "--resume", file);
  expect(status).toBe(3);
  const again = await drift("--resume", file, "--max-requests", "1");
  expect(again).toMatchObject({ status: 0, err: expect.stringContaining("14 lists, read since") });
  expect(out).toContain("- Neo4j at bolt://127.0.0.1:1: ServiceUnavailable");
  expect(out).toContain("- Neo4j was asked for, and could not be looked at");
});

test("a user with a role, whom somebody made in the database, is told", async () => {
  const driver = neo4j.driver(bolt, neo4j.auth.basic("neo4j", password));
  const run = (statement: string) => driver.executeQuery(statement, {}, { database: "system" });
  await run("CREATE USER helpdesk SET PASSWORD 'long-enough' CHANGE NOT REQUIRED");
  await run("GRANT ROLE admin TO helpdesk");
  const { status, out } = await drift("--neo4j", bolt);
  await run("DROP USER helpdesk");
  await driver.close();
  expect(status).toBe(1);
  expect(out).toContain("The user helpdesk in the database of neo4j/neo4j has admin.");
});

test("a run that is cut off is gone on with, and asks for nothing again", async () => {
  const file = join(harness.directory, "answers.json");
  const first = await drift("--resume", file, "--max-requests", "4");
  expect(first.status).toBe(3);
  expect(first.err).toContain("The budget of 4 requests to Okta is used up.");
  expect(first.err).toContain("drift: the same command goes on from what was read (--resume)\n");
  expect(await readFile(file, "utf8")).not.toContain(harness.world.okta.accessToken);
  const second = await drift("--resume", file, "--max-requests", "10");
  expect(second.err).toMatch(/drift: going on from .+: 4 lists, read since 2/);
  expect(second.status).toBe(0);
  await expect(readFile(file)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a full limit of Okta's is waited for, and who waits is told", async () => {
  const { faults } = harness.world.okta;
  faults.add({ kind: "rate-limit", resetSeconds: 3, path: "/api/v1/apps", count: 1 });
  const { status, err } = await drift();
  expect(status).toBe(0);
  expect(err).toMatch(/drift: \d+ requests, 2 s\n/);
});

test("a policy of somebody else's for every client is named, with the roles that it gives", async () => {
  const policy = await okta("POST", `${SERVER}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "helpdesk",
    description: "by hand",
    status: "ACTIVE",
    priority: 2,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
  await okta("POST", `${SERVER}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "all",
    priority: 1,
    status: "ACTIVE",
    conditions: {
      people: { users: {}, groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["*"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  const { status, out } = await drift("--json");
  await okta("DELETE", `${SERVER}/policies/${policy.id}`);
  expect(status).toBe(1);
  const { changes, objections } = JSON.parse(out);
  const roles = changes.filter(({ code }: { code: string }) => code === "any-client");
  expect(roles.map(({ role }: { role: string }) => role)).toEqual(["admin", "publisher", "reader"]);
  expect(objections).toEqual([
    `${changes.length} of the differences above are not accepted (--accept)`,
  ]);
});

test("people who were let in at Okta by hand are told, with the rule that still keeps them out", async () => {
  const { id } = await app("Neo4j: Okta (okta)");
  const group = await okta("POST", "/api/v1/groups", { profile: { name: "contractors" } });
  await okta("PUT", `/api/v1/apps/${id}/groups/${group.id}`, {});
  const { status, out } = await drift();
  await okta("DELETE", `/api/v1/apps/${id}/groups/${group.id}`);
  expect(status).toBe(1);
  expect(out).toMatch(
    /Because whom the app is assigned to went from \[collaborators, engineers\]\n {4}to \[collaborators, contractors, engineers\]\./,
  );
});

test("groups that were changed at Okta are a gain", async () => {
  const { status, out } = await withApp("graph-reporting", () => ({
    profile: { neo4j_groups: ["neo4j_admin"] },
  }));
  expect(status).toBe(1);
  expect(out).toMatch(
    /Gained\n {2}graph-reporting gains admin \(owner: reporting@example\.com\)\.\n {4}Because profile\.neo4j_groups went from \[neo4j_reader\] to \[neo4j_admin\]\./,
  );
});

test("DPoP and a key that nobody declared are told", async () => {
  const { status, out } = await withApp("graph-reporting", ({ settings }) => {
    settings.oauthClient.dpop_bound_access_tokens = true;
    const { keys } = settings.oauthClient.jwks;
    const [key = { kid: "", n: "" }] = keys;
    keys.push({
      ...key,
      kid: "by-hand",
      n: `${key.n.slice(0, 40)}AAAA${key.n.slice(44)}`,
    });
    return { settings };
  });
  expect(status).toBe(1);
  expect(out).toContain("graph-reporting has to prove possession of a key with each token (DPoP)");
  expect(out).toContain("a public key that the stack does not declare: by-hand");
});

test("a disabled app is a loss, unless it is accepted for some days", async () => {
  const { id } = await app("etl-loader");
  await okta("POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
  try {
    const { status, out } = await drift();
    expect(status).toBe(1);
    expect(out).toContain("etl-loader loses publisher");
  } finally {
    await okta("POST", `/api/v1/apps/${id}/lifecycle/activate`);
  }
});

test("an app that is deleted is a loss", async () => {
  const { id } = await app("support-bot");
  await okta("DELETE", `/api/v1/apps/${id}`);
  const { status, out } = await drift();
  expect(out).toContain("support-bot has no app at Okta any more (owner: support@example.com).");
  expect(status).toBe(1);
});
