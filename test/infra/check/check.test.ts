import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "../../../infra/check/main.ts";
import { reportSchema } from "../../../infra/check/report.ts";
import { captured } from "../../support/captured.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  return captured((streams) => main(argv, streams));
}

async function runOn(text: string, ...argv: string[]) {
  await writeFile(join(folder, "Pulumi.test.yaml"), text);
  return run("--project", folder, "--stack", "test", ...argv);
}

const SHIPPED = await readFile(join(ROOT, "Pulumi.dev.yaml"), "utf8");

/** The shipped stack dev with a server of its own, of which there is nothing to warn. */
const DEV = SHIPPED.replace("id: default", "name: neo4j");

test("accepts the shipped stack prod", async () => {
  const accepted = { status: 0, out: "stack prod: the settings are accepted\n", err: "" };
  expect(await run("--project", ROOT, "--stack", "prod")).toEqual(accepted);
});

test("accepts the shipped stack dev, and warns of its adopted server", async () => {
  const { status, out } = await run("--project", ROOT, "--stack", "dev");
  expect(status).toBe(0);
  expect(out).toMatch(
    /^Pulumi\.dev\.yaml:4:5 warning\n {2}\[production-shared-server\] neo4j-okta:authorizationServer\.id is "default", a\n[\s\S]+?\n {4}Allowed: a dedicated server: .+\n {4}Fix: .+\n\nstack dev: the settings are accepted, 1 warning\n$/,
  );
});

test("warnings are told to programs and to GitHub too, and change no status", async () => {
  const json = await runOn(SHIPPED, "--json");
  expect(json.status).toBe(0);
  expect(reportSchema.parse(JSON.parse(json.out))).toMatchObject({
    problems: [],
    warnings: [{ code: "production-shared-server", line: 4, column: 5 }],
  });
  const { out } = await runOn(SHIPPED, "--annotations");
  expect(out).toMatch(
    /^::warning file=Pulumi\.test\.yaml,line=4,col=5,title=production-shared-server::neo4j-okta:authorizationServer\.id is "default", /,
  );
});

const BROKEN = DEV.replace("tokenLifetimeMinutes: 60", "tokenLifetimeMinutes: soon")
  .replace("groups: [neo4j_admin]", "groups: [neo4j_admni]")
  .replace("owner:", "onwer:")
  .replace("license: eval", "license: evla");

test("every problem once, with its place, its account and the word that was meant", async () => {
  const { status, out } = await runOn(BROKEN, "--json");
  const report = reportSchema.parse(JSON.parse(out));
  expect(status).toBe(1);
  expect(report).toMatchObject({ version: 1, stack: "test", file: "Pulumi.test.yaml" });
  const lines = BROKEN.split("\n");
  const told = report.problems.map(({ code, account, line, fix }) => [
    code,
    account,
    lines[line - 1]?.trim(),
    fix,
  ]);
  expect(told).toEqual([
    ["wrong-type", undefined, "neo4j-okta:tokenLifetimeMinutes: soon", expect.any(String)],
    [
      "unknown-key",
      "neo4j-service-account",
      "onwer: data-platform@example.com",
      "write owner; else correct the spelling, or remove it",
    ],
    [
      "unknown-group",
      "neo4j-service-account",
      "groups: [neo4j_admni]",
      "write neo4j_admin; else add the group under groups",
    ],
    ["not-allowed", undefined, "license: evla", 'write "eval"; else choose one of these'],
  ]);
  expect(report.problems[2]?.column).toBe(16);
});

test("people read the place, the account, what is allowed, the fix and a verdict", async () => {
  const { out } = await runOn(DEV.replace("groups: [neo4j_admin]", "groups: [neo4j_admni]"));
  expect(out).toBe(
    `Pulumi.test.yaml:17:16
  [unknown-group] neo4j-okta:accounts[0].groups[0] (account
      neo4j-service-account) is "neo4j_admni", which groups does not map to
      roles.
    Allowed: "neo4j_admin", "neo4j_reader".
    Fix: write neo4j_admin; else add the group under groups.

stack test: 1 problem in the settings
`,
  );
});

test("annotations are one line each, whatever the values hold", async () => {
  const { out } = await runOn(
    DEV.replace("neo4j_admin: [admin]", '"a%0A::b": [admin, "x\\ny"]'),
    "--annotations",
  );
  const commands = out.split("\n").filter((line) => line.startsWith("::"));
  expect(commands.length).toBeGreaterThan(0);
  for (const line of commands) {
    expect(line).toMatch(/^::error file=Pulumi\.test\.yaml,line=\d+,col=\d+,title=[a-z-]+::/);
    expect(line.slice(2)).not.toMatch(/%0A::b/);
  }
});

test("keys without a namespace are the project's own, and texts are read as the engine reads them", async () => {
  const text = DEV.replaceAll("neo4j-okta:", "").replace(": 60", ': "60"');
  expect(await runOn(text)).toMatchObject({ status: 0 });
  const { out } = await runOn(text.replace(': "60"', ': "3"'), "--json");
  expect(JSON.parse(out).problems).toMatchObject([{ code: "token-lifetime", line: 10, column: 3 }]);
});

test("an encrypted setting is refused by name, and is not missing on top of it", async () => {
  const text = DEV.replace(
    /accounts:\n[\s\S]*?(?= {2}neo4j-okta:neo4j)/,
    "accounts:\n    secure: v1:abc\n",
  );
  const { out } = await runOn(text, "--json");
  expect(JSON.parse(out).problems).toMatchObject([
    { code: "secret-setting", path: "neo4j-okta:accounts" },
  ]);
});

test("what is missing is told where its map begins", async () => {
  const { out } = await runOn("config:\n  neo4j-okta:groups: { a: [reader] }\n", "--json");
  const { problems } = JSON.parse(out);
  expect(
    problems.map(({ code, line }: { code: string; line: number }) => [code, line]),
  ).toContainEqual(["missing", 1]);
});

test("values are found through anchors and merge keys", async () => {
  const text = DEV.replace(
    "- name: neo4j-service-account",
    "- &a\n      name: neo4j-service-account",
  );
  const { status, out } = await runOn(
    text.replace(
      "  neo4j-okta:neo4j:",
      "    - { <<: *a, name: second, credentail: x }\n  neo4j-okta:neo4j:",
    ),
    "--json",
  );
  expect(status).toBe(1);
  expect(JSON.parse(out).problems).toMatchObject([{ code: "unknown-key", account: "second" }]);
});

test.each([
  ["- a\n", "check-stack-unreadable", "Pulumi.test.yaml:1:1: must hold a map"],
  [
    "config: 3\n",
    "check-stack-unreadable",
    "Pulumi.test.yaml:1:9: config must be a map of settings",
  ],
  ["config:\n  a: [\n", "check-stack-unreadable", /^Pulumi\.test\.yaml:\d:\d+: not YAML: /],
  ["config:\n  a: *nobody\n", "check-stack-unreadable", /^Pulumi\.test\.yaml:\d:\d+: not YAML: /],
])("the file %j is not read: exit status 3", async (text, code, message) => {
  const { status, out, err } = await runOn(text);
  expect({ status, out }).toEqual({ status: 3, out: "" });
  expect(err).toMatch(message);
  expect(err).toContain(`(${code})`);
});

test("an empty file lacks settings; a stack without a file names those that there are", async () => {
  expect(await runOn("")).toMatchObject({ status: 1 });
  const { status, err } = await run("--project", folder, "--stack", "nope");
  expect(status).toBe(3);
  expect(err).toBe(
    `Pulumi.nope.yaml is not in ${folder}. Stacks with settings: test. Fix: choose one with --stack NAME, or another folder with --project DIR. (check-stack-missing)\n`,
  );
});

test("an unknown option is usage, --help is fine", async () => {
  for (const [argv, sentence] of [
    [["--stak", "dev"], "unknown option '--stak'\n(Did you mean --stack?)"],
    [["--stack"], "option '--stack <name>' argument missing"],
    [["more"], "too many arguments. Expected 0 arguments but got 1: more"],
  ] as const) {
    expect(await run(...argv)).toEqual({
      status: 2,
      out: "",
      err: `${sentence}. See npm run check -- --help. (check-usage)\n`,
    });
  }
  const { status, out } = await run("--help");
  expect(status).toBe(0);
  await expect(out).toMatchFileSnapshot("../../golden/check-help.txt");
});

test("a key that nobody reads is told at its place", async () => {
  const text = `${DEV}  okta:scopez: [okta.apps.manage]\n`;
  const { status, out } = await runOn(text, "--json");
  expect(status).toBe(1);
  expect(reportSchema.parse(JSON.parse(out)).problems).toMatchObject([
    { code: "misspelled-key", path: "okta:scopez", line: text.split("\n").length - 1, column: 3 },
  ]);
});

test("people read each of several problems, and annotations name place, code and fix", async () => {
  const text = DEV.replace("groups: [neo4j_admin]", "groups: [neo4j_admni, a%b]");
  const { out } = await runOn(text, "--annotations");
  const [first, second, ...rest] = out.split("\n");
  const told = (column: number, index: number, group: string, fix: string) =>
    `::error file=Pulumi.test.yaml,line=17,col=${column},title=unknown-group::` +
    `neo4j-okta:accounts[0].groups[${index}] is "${group}", which groups does not map to roles. ` +
    `Allowed: "neo4j_admin", "neo4j_reader". Fix: ${fix}.`;
  const otherwise = "add the group under groups";
  expect(first).toBe(told(16, 0, "neo4j_admni", `write neo4j_admin; else ${otherwise}`));
  expect(second).toBe(told(29, 1, "a%25b", otherwise));
  expect(rest.join("\n")).toMatch(
    /^Pulumi\.test\.yaml:17:16\n.*\n\nPulumi\.test\.yaml:17:29\n.*\n\nstack test: 2 problems in the settings\n$/s,
  );
});

test("a file's name does not end the properties of an annotation", async () => {
  const stack = "a,col=1:b%";
  await writeFile(join(folder, `Pulumi.${stack}.yaml`), DEV.replace("[admin]", "[admin, 7]"));
  const { out } = await run("--project", folder, "--stack", stack, "--annotations");
  expect(out).toMatch(/^::error file=Pulumi\.a%2Ccol=1%3Ab%25\.yaml,line=\d+,col=\d+,title=/);
});

test("an option that npm took for itself is noticed", async () => {
  vi.stubEnv("npm_lifecycle_event", "check");
  vi.stubEnv("npm_config_json", "true");
  expect(await run("--stack", "test")).toEqual({
    status: 2,
    out: "",
    err: expect.stringMatching(
      /^npm took --json for itself\. Fix: write -- before the options: npm run check -- --json\. /,
    ),
  });
  vi.stubEnv("npm_lifecycle_event", undefined);
  expect((await run("--project", ROOT, "--stack", "prod")).status, "not under npm").toBe(0);
  vi.stubEnv("npm_lifecycle_event", undefined);
  expect((await run("--project", ROOT, "--stack", "prod")).status, "not under npm").toBe(0);
  vi.unstubAllEnvs();
});
