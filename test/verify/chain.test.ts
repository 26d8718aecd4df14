import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { type ChainOptions, runChain } from "../../verify/chain.ts";
import { type Check, failed, passed, type Verdict } from "../../verify/checks/check.ts";
import type { Evidence } from "../../verify/checks/context.ts";
import { stackProof } from "../../verify/report.ts";

interface Context {
  evidence: Evidence;
}

function check(id: string, verdict: Verdict | Error, optional = false): Check<Context> {
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

async function run(checks: Check<Context>[], options: Partial<ChainOptions> = {}) {
  const { signal } = new AbortController();
  const place = { stage: "token", account: "etl-loader" } as const;
  const { outcomes } = await runChain(checks, { evidence: {} }, { ...place, signal, ...options });
  return outcomes;
}

const statuses = (outcomes: { check: string; status: string }[]) =>
  outcomes.map((outcome) => `${outcome.check} ${outcome.status}`);

const skipped: Verdict = { status: "skipped", reason: "no way" };

test("stops at the first failure; the rest is not reached", async () => {
  const outcomes = await run([
    check("a", passed("yes")),
    check("b", failed("x", "y")),
    check("c", passed("yes")),
  ]);
  expect(statuses(outcomes)).toEqual(["a passed", "b failed", "c not_reached"]);
  expect(outcomes[1]).toEqual({
    check: "b",
    title: "b",
    stage: "token",
    account: "etl-loader",
    optional: false,
    status: "failed",
    expected: "x",
    seen: "y",
    side: "okta",
    setting: "setting of b",
    fix: "fix it.",
  });
  expect(outcomes[2]).toMatchObject({ reason: "comes after b" });
  expect(stackProof(outcomes, [])).toBe("failed");
});

test("stops at what has to be proven and was not checked, and goes on after what is optional", async () => {
  const optional = await run([check("a", skipped, true), check("b", passed("y"))]);
  expect(statuses(optional)).toEqual(["a skipped", "b passed"]);
  expect(stackProof(optional, [])).toBe("proven");
  const mandatory = await run([check("a", skipped), check("b", passed("y"))]);
  expect(statuses(mandatory)).toEqual(["a skipped", "b not_reached"]);
  expect(stackProof(mandatory, [])).toBe("incomplete");
});

test("makes all checks where each stands for itself", async () => {
  const checks = [check("a", failed("x", "y")), check("b", skipped), check("c", passed("y"))];
  const outcomes = await run(checks, { separate: true });
  expect(statuses(outcomes)).toEqual(["a failed", "b skipped", "c passed"]);
});

test("hands what a check saw to those after it, and leaves the context as it was", async () => {
  const context = { evidence: { clockSkew: 5 } };
  const seen: Evidence[] = [];
  const witness: Check<Context> = {
    ...check("b", passed("")),
    run: async ({ evidence }) => {
      seen.push(evidence);
      return passed("yes", { claims: { sub: "x" } });
    },
  };
  const user = { name: "x", roles: [] };
  const { evidence } = await runChain([check("a", passed("yes", { user })), witness], context, {
    stage: "token",
    signal: new AbortController().signal,
  });
  expect(seen).toEqual([{ clockSkew: 5, user }]);
  expect(evidence).toEqual({ clockSkew: 5, user, claims: { sub: "x" } });
  expect(context).toEqual({ evidence: { clockSkew: 5 } });
});

test("never takes a crash, or nothing at all, for a pass", async () => {
  const outcomes = await run([check("a", new Error("boom"))]);
  expect(outcomes[0]).toMatchObject({
    status: "skipped",
    reason: "the check itself failed: boom",
  });
  expect(stackProof(outcomes, [])).toBe("incomplete");
  expect(stackProof([], [])).toBe("incomplete");
});

test("makes no check once the time is over, and does not wait for the one that runs", async () => {
  const limit = new AbortController();
  const endless: Check<Context> = {
    ...check("b", passed("never")),
    run: () => {
      limit.abort();
      return new Promise(() => {});
    },
  };
  const checks = [endless, check("c", passed("yes"))];
  const outcomes = await run(checks, { separate: true, signal: limit.signal });
  expect(outcomes.map(({ reason }) => reason)).toEqual([
    "the time limit was reached",
    "the time limit was reached",
  ]);
});

test("prefers what a diagnosis found, with the evidence of the failure", async () => {
  const refusal = { error: "invalid_client" };
  const told: Evidence[] = [];
  const diagnosed: Check<Context> = {
    ...check("a", { ...failed("x", "y", { setting: "a guess" }), evidence: { refusal } }),
    diagnose: async ({ evidence }) => {
      told.push(evidence);
      return { side: "neo4j", setting: "the exact one", fix: "do this.", seen: "z" };
    },
  };
  const [exact] = await run([diagnosed]);
  expect(exact).toMatchObject({
    side: "neo4j",
    setting: "the exact one",
    fix: "do this.",
    seen: "y; read back: z",
  });
  expect(told).toEqual([{ refusal }]);
});

test("keeps its own finding where a diagnosis fails, takes too long or cannot tell more", async () => {
  const limit = new AbortController();
  const verdict = failed("x", "y", { setting: "a guess" });
  const diagnoses: Check<Context>["diagnose"][] = [
    () => Promise.reject(new Error("no")),
    async () => undefined,
    () => {
      limit.abort();
      return new Promise(() => {});
    },
  ];
  for (const diagnose of diagnoses) {
    const checks = [{ ...check("a", verdict), diagnose }] as Check<Context>[];
    const [outcome] = await run(checks, { signal: limit.signal });
    expect(outcome).toMatchObject({ side: "okta", setting: "a guess", seen: "y" });
  }
});

test("diagnoses nothing that was out of reach, nor what passed", async () => {
  const diagnose = () => Promise.reject(new Error("asked"));
  const network = { ...check("a", failed("x", "y", { side: "network" })), diagnose };
  const fine = { ...check("b", passed("y")), diagnose };
  const outcomes = await run([network, fine], { separate: true });
  expect(outcomes.map(({ seen }) => seen)).toEqual(["y", "y"]);
});

test("leaves nothing behind at the signal, which outlives every check", async () => {
  const { signal } = new AbortController();
  await run([check("a", passed("yes")), check("b", new Error("boom"))], { signal });
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("of disabled accounts alone each has to be proven", async () => {
  const outcomes = await run([check("a", passed("yes"))]);
  const proven = { disabled: true, proof: "proven" } as const;
  const open = { disabled: true, proof: "incomplete" } as const;
  expect(stackProof(outcomes, [proven, proven])).toBe("proven");
  expect(stackProof(outcomes, [proven, open])).toBe("incomplete");
  expect(stackProof(outcomes, [{ ...proven, disabled: false }, open])).toBe("proven");
});
