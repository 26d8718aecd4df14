import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ALL_RULES } from "../../../policy/rules/index.ts";
import { policyReportSchema } from "../../../review/policy/report.ts";
import { recordedState } from "../../support/recorded-state.ts";
import { policy } from "./run.ts";

const STATE = JSON.stringify(recordedState("one-account"));

describe("usage", () => {
  test.each([
    [[], "give one of --stack NAME, --state FILE and --explain RULE"],
    [["--stack", "dev", "--state", "x"], "give one of --stack NAME"],
    [["--stack", "--x"], "--stack --x is no stack name"],
    [["--frobnicate"], "unknown option '--frobnicate'"],
  ])("%j is refused", async (argv, sentence) => {
    const { status, err } = await policy("", ...argv);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/See npm run policy -- --help\. \(policy-usage\)\n$/);
  });

  test("what is no state is not looked at", async () => {
    const { status, out, err } = await policy("{}", "--state", "-");
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toMatch(/The state is none of version 3 or 4.*\(review-state\)\n$/);
  });

  test.each([
    ["/nowhere/config.json", "/nowhere/config.json cannot be read: ENOENT"],
    ["package-lock.json/x", "cannot be read: ENOTDIR"],
    ["README.md", "README.md cannot be read: Unexpected token"],
    [".ci/none.json", "cannot be read"],
  ])("a configuration %s is refused", async (file, sentence) => {
    const { status, err } = await policy(STATE, "--state", "-", "--config", file);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/Fix: see Configuration in docs\/policies\.md\. \(policy-config\)\n$/);
  });

  test("the form of --json is published", async () => {
    const text = `${JSON.stringify(z.toJSONSchema(policyReportSchema), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../../docs/schemas/policy.schema.json");
  });
});

describe("--explain", () => {
  test.each(ALL_RULES.map((rule) => [rule.name, rule] as const))(
    "%s",
    async (name, { description, level }) => {
      const { status, out } = await policy("", "--explain", name);
      expect(status).toBe(0);
      expect(out.split("\n")[0]).toBe(name);
      expect(out.replace(/\s+/g, " ")).toContain(description);
      expect(out).toContain(`Level: ${level};`);
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test("says how a rule is configured", async () => {
    const { out } = await policy("", "--explain", "token-lifetime");
    expect(out).toContain("- maxMinutes: The longest lifetime, in minutes. Default: 60.");
  });

  test.each([
    ["token-lifetme", "did you mean token-lifetime?"],
    ["x", "the rules are client-credentials-only, "],
  ])("a rule %s that there is not", async (name, hint) => {
    const { status, err } = await policy("", "--explain", name);
    expect(status).toBe(2);
    expect(err).toContain(`The pack has no rule ${name}; ${hint}`);
    expect(err).toMatch(/\(policy-rule-unknown\)\n$/);
  });
});

test("--baseline prints what deletion-needs-flag compares with", async () => {
  const { status, out } = await policy(STATE, "--state", "-", "--baseline");
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    "deletion-needs-flag": { servers: ["neo4j"], accounts: ["etl-loader"] },
  });
});
