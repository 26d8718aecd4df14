import { describe, expect, test } from "vitest";
import { parse, refusal } from "../support/settings.ts";
import { ATTACKS, WAIVABLE } from "./attacks.ts";

describe("nobody gains", () => {
  test.each(ATTACKS)("$gain", ({ code, path, message, settings }) => {
    const { problems } = refusal(settings);
    expect(problems.map((problem) => [problem.code, problem.path, problem.message])).toEqual([
      [code, `neo4j-okta:${path}`, message],
    ]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});

describe("under a dated waiver a stack marked production may give", () => {
  test.each(WAIVABLE)("$gain", ({ code, settings }) => {
    const rule = code.replace("production-", "");
    const waiver = { rule, until: "2026-11-22", reason: "agreed with security in November" };
    const waivers = [...((settings.waivers as object[] | undefined) ?? []), waiver];
    expect(parse({ ...settings, waivers }, "2026-11-22").warnings).toEqual([]);
    const tomorrow = refusal({ ...settings, waivers }, "2026-11-23").problems;
    expect(tomorrow.map((problem) => problem.code)).toEqual([code]);
    expect(tomorrow[0]?.fix).toBe("change it, or renew the waiver, which ran out on 2026-11-22");
  });
});

describe("any other stack is warned of", () => {
  test.each(WAIVABLE)("$gain", ({ code, path, message, settings }) => {
    const { warnings } = parse({ ...settings, production: false, waivers: [] });
    expect(warnings).toContainEqual({
      code,
      path: `neo4j-okta:${path}`,
      message: message.replace(", in a stack marked production", ""),
      allowed: expect.stringMatching(/\S/),
      fix: "change it; a stack marked production would be refused for it",
    });
  });
});
