import { expect, test } from "vitest";
import { runChain, runEach } from "../../verify/chain.ts";
import { type Check, failed, passed, type Verdict } from "../../verify/checks/check.ts";
import { proofOf } from "../../verify/outcome.ts";

const signal = new AbortController().signal;

function check(id: string, verdict: Verdict | Error, optional = false): Check<object> {
  return {
    id,
    title: id,
    side: "okta",
    setting: `setting of ${id}`,
    fix: "fix it.",
    symptoms: [],
    optional,
    run: async () => {
      if (verdict instanceof Error) throw verdict;
      return verdict;
    },
  };
}

const statuses = (outcomes: { check: string; status: string }[]) =>
  outcomes.map((outcome) => `${outcome.check} ${outcome.status}`);

test("stops at the first failure; the rest is not reached", async () => {
  const checks = [
    check("a", passed("yes")),
    check("b", failed("x", "y")),
    check("c", passed("yes")),
  ];
  const outcomes = await runChain(checks, {}, { signal });
  expect(statuses(outcomes)).toEqual(["a passed", "b failed", "c not_reached"]);
  expect(outcomes[1]).toMatchObject({ side: "okta", setting: "setting of b", expected: "x" });
  expect(outcomes[2]).toMatchObject({ reason: "comes after b" });
  expect(proofOf(outcomes)).toBe("failed");
});

test("stops at what has to be proven and cannot be looked at, and goes on after what is optional", async () => {
  const skipped: Verdict = { status: "skipped", reason: "no way" };
  const optional = await runChain(
    [check("a", skipped, true), check("b", passed("y"))],
    {},
    { signal },
  );
  expect(statuses(optional)).toEqual(["a skipped", "b passed"]);
  expect(proofOf(optional)).toBe("proven");
  const mandatory = await runChain([check("a", skipped), check("b", passed("y"))], {}, { signal });
  expect(statuses(mandatory)).toEqual(["a skipped", "b not_reached"]);
  expect(proofOf(mandatory)).toBe("incomplete");
});

test("never takes a crash, or nothing at all, for a pass", async () => {
  const outcomes = await runChain([check("a", new Error("boom"))], {}, { signal });
  expect(outcomes[0]).toMatchObject({ status: "skipped", reason: "could not look: boom" });
  expect(proofOf(outcomes)).toBe("incomplete");
  expect(proofOf([])).toBe("incomplete");
});

test("makes no check once the time is over, and does not wait for the one that runs", async () => {
  const limit = new AbortController();
  const endless: Check<object> = {
    ...check("b", passed("never")),
    run: () => {
      limit.abort();
      return new Promise(() => {});
    },
  };
  const checks = [endless, check("c", passed("yes"))];
  const outcomes = await runEach(checks, {}, { signal: limit.signal });
  expect(outcomes.map(({ reason }) => reason)).toEqual([
    "the time limit was reached",
    "the time limit was reached",
  ]);
});

test("prefers what a diagnosis found, and survives one that fails", async () => {
  const checks = [check("a", failed("x", "y", { setting: "a guess" }))];
  const found = { side: "neo4j" as const, setting: "the exact one", seen: "read" };
  const [exact] = await runChain(checks, {}, { signal, diagnose: async () => found });
  expect(exact).toMatchObject({ side: "neo4j", setting: "the exact one", seen: "read" });
  const [guess] = await runChain(
    checks,
    {},
    { signal, diagnose: () => Promise.reject(new Error("no")) },
  );
  expect(guess).toMatchObject({ side: "okta", setting: "a guess", seen: "y" });
});
