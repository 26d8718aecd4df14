import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { CASES } from "./cases.ts";
import { judge, recorded } from "./judge.ts";
import { MAPPING, Recorded } from "./recorded.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

/** The recorded stack, as good as production's: it breaks no rule. */
function good(): Recorded {
  const stack = new Recorded(recorded());
  for (const resource of stack.resources) resource.protect = true;
  stack.set("etl-loader-app", { tokenEndpointAuthMethod: "private_key_jwt" });
  for (const name of ["etl-loader", "graph-reporting", "support-bot"]) {
    stack.set(`${name}-app`, { adminNote: "Owner: data. Purpose: loads." });
  }
  stack.setting(MAPPING, '"neo4j_publisher"=publisher;"neo4j_reader"=reader');
  return stack;
}

test("every rule has a case that breaks it", () => {
  expect(Object.keys(CASES).sort()).toEqual(ALL_RULES.map(({ name }) => name).sort());
});

describe.each(ALL_RULES.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
  test("holds for the stack as the engine recorded it", () => {
    expect(judge(rule, good().resources)).toEqual({ broken: [], unjudged: [] });
  });

  test.each((CASES[name] ?? []).map((one, index) => [index, one] as const))(
    "is broken by change %i, and says so alone",
    (_index, { change, config = {}, says }) => {
      const stack = good();
      change(stack);
      const { broken, unjudged } = judge(rule, stack.resources, config);
      expect(unjudged).toEqual([]);
      expect(broken).toHaveLength(1);
      expect(broken[0]).toContain(says);
    },
  );
});
