import { describe, expect, test } from "vitest";
import { misspelledKeys } from "../../../infra/settings/namespaces.ts";
import { secretFinding } from "../../../infra/settings/read.ts";
import { REFUSALS } from "../../../infra/settings/refusals.ts";
import { ATTACKS } from "../../security/attacks.ts";
import {
  parse,
  productionSettings,
  refusal,
  validAccount,
  validSettings,
} from "../../support/settings.ts";
import { refusalsPage } from "./refusals-page.ts";
import { REFUSED } from "./refused.ts";

describe("a refused setting", () => {
  test.each(REFUSED)("[$code] $path $message", ({ code, path, message, settings }) => {
    const { problems } = refusal(settings);
    expect(problems.map((problem) => [problem.code, problem.path, problem.message])).toEqual([
      [code, path, message],
    ]);
    expect(problems[0]?.allowed).toMatch(/\S/);
    expect(problems[0]?.fix).toMatch(/\S/);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  test("has a documented code, and every documented code is exercised here or by name elsewhere", () => {
    const elsewhere = ["misspelled-key", "secret-setting", "too-deep", "too-large"];
    const codes = new Set([...[...REFUSED, ...ATTACKS].map(({ code }) => code), ...elsewhere]);
    expect([...codes].sort()).toEqual(Object.keys(REFUSALS).sort());
  });
});

test("every text of a refusal is what docs/refusals.md says", async () => {
  const deep = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`) as unknown;
  const large = { "browser.post_connect_cmd": "x".repeat(1024 * 1024) };
  const printed = [
    ...[...REFUSED, ...ATTACKS].flatMap(({ settings }) => refusal(settings).problems),
    ...refusal(validSettings({ neo4j: { license: "eval", values: { env: deep } } })).problems,
    ...refusal(validSettings({ neo4j: { license: "eval", config: large } })).problems,
    ...misspelledKeys(["okta:scopez"]),
    { ...secretFinding(), path: "neo4j-okta:scope" },
  ];
  const page = refusalsPage(printed);
  expect(page).not.toContain("hunter2");
  await expect(page).toMatchFileSnapshot("../../../docs/refusals.md");
});

describe("a value that has one of several forms", () => {
  test.each([
    ["hunter2", "not-allowed", "is not of that form", '"client_secret" or { privateKeyJwt: ... }'],
    [undefined, "missing", "is missing", '"client_secret" or { privateKeyJwt: ... }'],
    [{ privateKeyJwt: 1 }, "wrong-type", "is a number", "a map"],
  ])("credential %j names what it can be", (credential, code, message, allowed) => {
    const { problems } = refusal(validSettings({ accounts: [validAccount({ credential })] }));
    expect(problems).toMatchObject([{ code, message, allowed }]);
  });

  test("a list for a Neo4j setting names every form", () => {
    const neo4j = { license: "eval", config: { "db.tx_timeout": ["hunter2"] } };
    expect(refusal(validSettings({ neo4j })).problems).toMatchObject([
      {
        code: "not-allowed",
        message: "is not of that form",
        allowed: "text or true or false or a number",
      },
    ]);
  });
});

describe("several problems", () => {
  const settings = validSettings({
    tokenLifetimeMinutes: 1,
    accounts: [validAccount({ groups: ["nobody"], expires: "soon" }), validAccount({ name: "x" })],
    neo4j: { license: "eval", providerId: "a.b", config: { a: "b" } },
    typo: 1,
  });

  test("are reported at once, in the order of the settings, none hiding another", () => {
    expect(refusal(settings).problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "unknown-key neo4j-okta:typo",
      "token-lifetime neo4j-okta:tokenLifetimeMinutes",
      "date neo4j-okta:accounts[0].expires",
      "unknown-group neo4j-okta:accounts[0].groups[0]",
      "client-id neo4j-okta:accounts[1].name",
      "provider-id neo4j-okta:neo4j.providerId",
      "config-unknown-name neo4j-okta:neo4j.config.a",
    ]);
  });

  test("are one readable text that names the stack", () => {
    const { message, code } = refusal(validSettings({ tokenLifetimeMinutes: 1 }));
    expect(code).toBe("settings-refused");
    expect(message).toBe(
      [
        "1 problem in the settings of stack test:",
        "  [token-lifetime] neo4j-okta:tokenLifetimeMinutes is 1.",
        "    Allowed: a whole number of minutes from 5 to 1440.",
        "    Fix: choose a number in that range.",
      ].join("\n"),
    );
  });
});

describe("a waiver", () => {
  const production = (until: string, account?: string) =>
    productionSettings({
      groups: { neo4j_reader: ["admin"] },
      waivers: [
        {
          rule: "admin-role",
          until,
          reason: "migration, agreed with security",
          ...(account === undefined ? {} : { account }),
        },
      ],
    });

  test("holds up to and including its last day", () => {
    expect(parse(production("2026-11-22"), "2026-11-22").production).toBe(true);
    expect(refusal(production("2026-11-22"), "2026-11-23").problems[0]?.fix).toBe(
      "change it, or renew the waiver, which ran out on 2026-11-22",
    );
  });

  test("for an account holds for that account", () => {
    expect(parse(production("2026-11-22", "etl-loader")).production).toBe(true);
  });
});
