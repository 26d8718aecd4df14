import { expect, test } from "vitest";
import { tooDeep } from "../../infra/settings/depth.ts";
import { decode } from "../../infra/settings/read.ts";
import type { SettingsError } from "../../infra/settings.ts";
import { parse, refusal, validAccount, validSettings } from "../support/settings.ts";
import { engineConfig, recordProgram } from "../support/stack.ts";

const neo4j = (changes: Record<string, unknown>) =>
  validSettings({ neo4j: { license: "eval", ...changes } });

/** Lists in one another, as JSON, which can be deeper than any program could go. */
function nested(depth: number): unknown {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;
}

test("nobody stops the checks by nesting settings deeply", () => {
  for (const depth of [31, 100_000]) {
    const { problems } = refusal(neo4j({ values: { podSpec: nested(depth) } }));
    expect(problems).toMatchObject([
      {
        code: "too-deep",
        path: "neo4j-okta:neo4j.values.podSpec",
        message: "holds more than 32 lists and maps in one another",
      },
    ]);
  }
  expect(tooDeep(neo4j({ values: { podSpec: nested(30) } }))).toEqual([]);
  const config = { "neo4j-okta:neo4j": "[".repeat(100_000) + "]".repeat(100_000) };
  expect(refusal(validSettings(decode(config))).problems[0]?.code).toBe("too-deep");
});

test("nobody hides a problem behind thousands of others", () => {
  const accounts = Array.from({ length: 200 }, (_, index) =>
    validAccount({ name: `account-${index}`, groups: [] }),
  );
  const { problems, message } = refusal(validSettings({ accounts }));
  expect(problems).toHaveLength(200);
  expect(message.split("\n")).toHaveLength(1 + 50 * 3 + 1);
  expect(message).toMatch(/^200 problems in the settings of stack test:\n/);
  expect(message).toMatch(/\n {2}\.\.\. and 150 more$/);
  const fifty = refusal(validSettings({ accounts: accounts.slice(0, 50) })).message;
  expect(fifty).not.toContain("more");
});

const MEBIBYTE = 1024 * 1024;

test.each([
  ["neo4j.config", (text: string) => ({ config: { "browser.post_connect_cmd": text } }), 24],
  ["neo4j.values.env", (text: string) => ({ values: { env: { LEVEL: text } } }), 5],
  ["neo4j.values.apoc_config", (text: string) => ({ values: { apoc_config: { a: text } } }), 1],
  [
    "neo4j.values.logging",
    (text: string) => ({ values: { logging: { serverLogsXml: text } } }),
    13,
  ],
])("nobody breaks `up` half-way by more %s than a ConfigMap holds", (path, settings, key) => {
  const fits = "ä".repeat((MEBIBYTE - key) / 2) + "x".repeat(key % 2);
  expect(() => parse(neo4j(settings(fits)))).not.toThrow();
  expect(refusal(neo4j(settings(`${fits}x`))).problems).toMatchObject([
    {
      code: "too-large",
      path: `neo4j-okta:${path}`,
      message: `holds ${MEBIBYTE + 1} bytes, more than Kubernetes takes in one ConfigMap`,
      allowed: "up to 1048576 bytes",
    },
  ]);
});

test("nobody breaks `up` half-way by more groups than a ConfigMap holds", () => {
  const names = Array.from({ length: 5000 }, (_, index) => "g".repeat(240) + index);
  const groups = Object.fromEntries(names.map((name) => [name, ["reader"]]));
  const accounts = [validAccount({ groups: [names[0]] })];
  expect(refusal(validSettings({ groups, accounts })).problems).toMatchObject([
    { code: "too-large", path: "neo4j-okta:groups" },
  ]);
});

test("nobody breaks `up` half-way by more certificates than a ConfigMap holds", () => {
  const trustedCertificates = Array.from({ length: 3 }, () => "x".repeat(MEBIBYTE / 2));
  const { problems } = refusal(neo4j({ trustedCertificates }));
  const at = "neo4j-okta:neo4j.trustedCertificates";
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["certificate", `${at}[0]`],
    ["certificate", `${at}[1]`],
    ["certificate", `${at}[2]`],
    ["too-large", at],
  ]);
});

test.each([
  ["neo4jokta:production", "neo4j-okta:production"],
  ["neo4j_okta:production", "neo4j-okta:production"],
  ["Okta:scopes", "okta:scopes"],
  ["okt:scopes", "okta:scopes"],
  ["okta:scopez", "okta:scopes"],
  ["okta:orgname", "okta:orgName"],
  ["kubernetes:kubeconfigs", "kubernetes:kubeconfig"],
  ["kubernetess:kubeconfig", "kubernetes:kubeconfig"],
])("nobody switches a setting off by a letter in its key: %s", async (key, meant) => {
  const config = { ...engineConfig(validSettings()), [key]: "true" };
  const refused = recordProgram(validSettings(), { config });
  await expect(refused).rejects.toSatisfy((error: SettingsError) => {
    expect(error.problems).toEqual([
      {
        code: "misspelled-key",
        path: key,
        message: "is a key that nobody reads",
        allowed: `${meant}, or keys of other tools`,
        fix: `write ${meant}, or remove it`,
      },
    ]);
    return true;
  });
});

test("keys of providers and of other tools are left alone", async () => {
  const other = {
    "okta:orgName": "example",
    "okta:scopes": '["okta.apps.manage"]',
    "kubernetes:kubeconfig": "x",
    "kubernetes:enableServerSideApply": "true",
    "aws:region": "eu-central-1",
    "pulumi:tags": "{}",
  };
  const config = { ...engineConfig(validSettings()), ...other };
  const { resources } = await recordProgram(validSettings(), { config });
  expect(resources.length).toBeGreaterThan(0);
});
