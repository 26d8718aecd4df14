import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { access } from "./run.ts";
import { ONE_ACCOUNT, THREE_ACCOUNTS, withInputs, without } from "./states.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "access-"));
const FILE = join(FOLDER, "access.yaml");
const AS_IT_IS = "etl-loader: [publisher]\ngraph-reporting: [reader]\nnobody: [admin]\n";

afterAll(() => rmSync(FOLDER, { recursive: true }));

async function compared(state: unknown, expectation: string) {
  writeFileSync(FILE, expectation);
  const { status, out, err } = await access(state, "--expect", FILE);
  const sentences = out.replaceAll(FILE, "FILE").replaceAll(/\n {4}/g, " ");
  const [, different = ""] = /^Different\n((?: {2}- .*\n)+)/.exec(sentences) ?? [];
  return { status, out: sentences, err, different: different.split("\n").filter(Boolean) };
}

test("access as it is declared", async () => {
  const { status, out } = await compared(THREE_ACCOUNTS, AS_IT_IS);
  expect(status).toBe(0);
  expect(out).toMatch(/^Not in this state, and so not looked at\n/);
  expect(out).toMatch(/\n\nAccess is as \S+ says\. Accounts: 3\.\n$/);
});

test("the example of docs/access.md", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/access.md"), "utf8");
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(example).toContain("nobody: [admin]\n");
  expect((await compared(THREE_ACCOUNTS, example)).status).toBe(0);
});

test("JSON is YAML", async () => {
  const json = JSON.stringify({ "etl-loader": ["publisher"], "graph-reporting": ["reader"] });
  expect((await compared(THREE_ACCOUNTS, json)).status).toBe(0);
});

describe("a difference is a sentence", () => {
  const WAY =
    'policy "Neo4j service accounts (neo4j_groups)" grants scope neo4j_groups by rule "client credentials"; claim groups says neo4j_publisher; provider okta-backend of neo4j/neo4j maps it to publisher; such a token lasts 60 minutes';
  test.each([
    [
      "etl-loader: [publisher, reader]",
      "  - etl-loader should have reader, and has not: it carries neo4j_publisher",
    ],
    ["etl-loader: []", `  - etl-loader has publisher, and should not: ${WAY}`],
    ["nobody: [publisher]", `  - nobody should have publisher, and etl-loader has: ${WAY}`],
    ["nobody: []", "  - etl-loader is not in the file, and can log in as publisher"],
    [
      "etl-loader: [publisher]\nother-apps: [reader]",
      "  - other apps of the org should have reader, and no policy lets them",
    ],
    [
      "support-bot: [reader]",
      "  - support-bot should have reader, and has not: its app is INACTIVE",
    ],
  ])("%s", async (expectation, sentence) => {
    const { status, different, out } = await compared(THREE_ACCOUNTS, expectation);
    expect(different).toContain(sentence);
    expect(out).toMatch(/\nAccess is not as \S+ says\. Differences: \d+\.\n$/);
    expect(status).toBe(1);
  });
});

describe("other apps of the org", () => {
  const state = withInputs(ONE_ACCOUNT, "policy", { clientWhitelists: ["ALL_CLIENTS"] });

  test("have to be declared", async () => {
    const { status, different } = await compared(state, "etl-loader: [publisher]\n");
    expect(different).toEqual([
      expect.stringMatching(/^ {2}- other apps of the org can have publisher: policy /),
      expect.stringMatching(/^ {2}- other apps of the org can have reader: policy /),
    ]);
    expect(status).toBe(1);
  });

  test("may have what is declared, and not what nobody may have", async () => {
    const declared = "etl-loader: [publisher]\nother-apps: [publisher, reader]\n";
    expect((await compared(state, declared)).status).toBe(0);
    const { status, different } = await compared(state, `${declared}nobody: [reader]\n`);
    expect(different).toEqual([
      expect.stringMatching(/^ {2}- nobody should have reader, and any other app of the org has: /),
    ]);
    expect(status).toBe(1);
  });
});

test("what the state does not tell is never as declared", async () => {
  const state = withInputs(ONE_ACCOUNT, "claim", { value: "Groups.contains('x')" });
  const { status, out } = await compared(state, "etl-loader: []\n");
  expect(status).toBe(3);
  expect(out).toMatch(/^Not known\n {2}- roles of etl-loader in neo4j\/neo4j: /);
  expect(out).toMatch(/\nNo difference from FILE is known, and not all could\s+be looked at\.\n$/);
});

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:AAAA:AAAA" };
const MAPPING = "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping";

test.each([
  [MAPPING, "[neo4j_publisher]", (config: object) => ({ ...config, [MAPPING]: SECRET })],
  ["config", "[]", () => SECRET],
])("a setting that is a secret is never as declared: %s", async (setting, roles, change) => {
  const release = ONE_ACCOUNT.deployment.resources.find(({ type }) => type.endsWith(":Release"));
  const values = release?.inputs?.values as { config: Record<string, string> };
  const config = change(values.config);
  const state = withInputs(ONE_ACCOUNT, "release", { values: { ...values, config } });
  const { status, out } = await compared(state, `etl-loader: ${roles}\nnobody: [admin]\n`);
  expect(out).toContain(
    `Not known\n  - anybody's roles in neo4j/neo4j: ${setting} cannot be read, as it is a secret\n`,
  );
  expect(status).toBe(3);
});

test("a state without a database is never as declared", async () => {
  const { status, err } = await compared(without(ONE_ACCOUNT, "release"), "nobody: [admin]\n");
  expect(status).toBe(3);
  expect(err).toContain("(access-no-database)");
});

describe("a file that would assert something else than it seems is refused", () => {
  test.each([
    ["etl-laoder: [publisher]", "the stack has no account etl-laoder; did you mean etl-loader?"],
    ["nobdy: [admin]", "the stack has no account nobdy; did you mean nobody?"],
    ["payroll: [reader]", "the stack has no account payroll"],
    ["nobody: [amdin]", "nobody: no group maps to amdin; did you mean admin?"],
    ["nobody: [Admin]", "nobody: no group maps to Admin; did you mean admin?"],
    ["nobody: [PUBLIC]", "nobody: PUBLIC is implied by every login; leave it out"],
    ["", "it takes a list of roles by account, e.g. etl-loader: [publisher]"],
    ["etl-loader: publisher", "etl-loader: Invalid input"],
    ["etl-loader:", "etl-loader: Invalid input"],
    ["etl-loader: [publisher]\netl-loader: []", "Map keys must be unique"],
    ["etl-loader: [publisher", "Flow sequence"],
    ["etl-loader: !x [publisher]", "Unresolved tag"],
    ["a: &a [x]\nnobody: *b", "Unresolved alias"],
  ])("%j", async (expectation, sentence) => {
    const { status, out, err } = await compared(THREE_ACCOUNTS, expectation);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(`  - ${sentence}`);
    expect(err).toMatch(/\nSee docs\/access\.md\. \(access-expectation\)\n$/);
  });

  test("all its problems at once", async () => {
    const { err } = await compared(THREE_ACCOUNTS, "x-loader: []\ny-loader: [amdin]\n");
    expect(err.match(/\n {2}- /g)).toHaveLength(3);
  });

  test("an account that is called like a word of the file", async () => {
    const state = withInputs(ONE_ACCOUNT, "app", { label: "nobody" });
    const { status, err } = await compared(state, "nobody: [admin]\n");
    expect(status).toBe(2);
    expect(err).toContain("the stack has an account nobody, which is a word of this file");
  });

  test("one that is not there", async () => {
    const { status, err } = await access(THREE_ACCOUNTS, "--expect", "/nowhere/access.yaml");
    expect(status).toBe(2);
    expect(err).toMatch(
      /^\/nowhere\/access\.yaml cannot be read: there is no such file\. Fix: name a file that you may read\. \(access-expectation\)\n$/,
    );
  });
});
