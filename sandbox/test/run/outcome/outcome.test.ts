import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { SandboxError } from "../../../errors.ts";
import { Journal } from "../../../run/outcome/journal.ts";
import { renderJunit } from "../../../run/outcome/junit.ts";
import { ended, failed, rehearsed } from "../../../run/outcome/outcome.ts";
import { type Outcome, outcomeSchema } from "../../../run/outcome/schema.ts";

const OPTIONS = { stack: "dev", verify: "v.ts" };

/** A journal after these stages, each of which took 1.5 seconds; the last one failed if told so. */
async function journal(names: string[], fails = false): Promise<Journal> {
  let now = 0;
  const kept = new Journal(() => now);
  Object.assign(kept, { project: "p", stack: "dev" });
  for (const name of names as Parameters<Journal["during"]>[0][]) {
    const done = kept.during(name, async () => {
      now += 1_500;
      if (fails && name === names.at(-1)) throw new Error("no");
    });
    await done.catch(() => {});
  }
  return kept;
}

/** The outcome, which has to fit its schema. */
const valid = (outcome: Outcome) => outcomeSchema.parse(outcome);

test("a proven run has its stages, its proof and what the verifier wrote", async () => {
  const kept = await journal(["settings", "up"]);
  Object.assign(kept, { proof: { proven: true }, proofResult: { checks: 3 } });
  expect(valid(rehearsed(kept, { proven: true }, OPTIONS, "Stopped, nothing is left."))).toEqual({
    version: 1,
    verdict: "proven",
    exitCode: 0,
    message: "Proven: stack dev does what it declares. Stopped, nothing is left.",
    project: "p",
    stack: "dev",
    seconds: 3,
    stages: [
      { name: "settings", seconds: 1.5, passed: true },
      { name: "up", seconds: 1.5, passed: true },
    ],
    changed: [],
    violations: [],
    proof: { proven: true, result: { checks: 3 } },
  });
});

test.each([
  ["v.ts", 3],
  [undefined, 0],
])("without a proof, verifier %s, the exit status is %i", async (verify, exitCode) => {
  const options = verify === undefined ? { stack: "dev" } : { stack: "dev", verify };
  const proof = { proven: false, reason: "nothing to look at" } as const;
  expect(valid(rehearsed(await journal([]), proof, options, ""))).toMatchObject({
    verdict: "not-proven",
    exitCode,
    message: "Rehearsed, but not proven: nothing to look at.",
  });
});

test("a failure names its stage and its code, and shows nothing that moves a terminal", async () => {
  const error = new SandboxError("engine-failed", "pulumi up failed\u001b[2J");
  expect(valid(failed(await journal(["preview", "up"], true), error))).toMatchObject({
    verdict: "failed",
    exitCode: 1,
    message: "Failed in up: engine-failed.",
    error: { code: "engine-failed", message: "pulumi up failed[2J" },
  });
  expect(valid(failed(new Journal(), new TypeError("x is not a function")))).toMatchObject({
    verdict: "failed",
    exitCode: 1,
    message: "Failed: a bug of the sandbox.",
    error: { message: "x is not a function" },
  });
  const usage = new SandboxError("sandbox-usage", "unknown option.", { exitCode: 2 });
  expect(valid(failed(new Journal(), usage))).toMatchObject({
    verdict: "refused",
    exitCode: 2,
    message: "Refused: sandbox-usage.",
  });
});

test("a signal and the end of the time have exit statuses of their own", async () => {
  const over = new SandboxError("timed-out", "Timed out after 90 seconds.", { exitCode: 124 });
  expect(valid(ended(await journal(["up"], true), over, "Stopped."))).toMatchObject({
    verdict: "timed-out",
    exitCode: 124,
    message: "Timed out after 90 seconds. Stopped.",
    error: { code: "timed-out" },
  });
  const signal = new SandboxError("interrupted", "Interrupted.", { exitCode: 130 });
  expect(valid(ended(new Journal(), signal, ""))).toMatchObject({
    verdict: "interrupted",
    exitCode: 130,
  });
});

test("what a policy pack objects to is noted once, whatever preview it is seen in", () => {
  const kept = new Journal();
  const policyEvent = {
    message: "<{%fg 1%}>no<{%reset%}>\n",
    policyName: "a",
    policyPackName: "tiny",
    enforcementLevel: "advisory",
  };
  for (const _time of [1, 2]) kept.see({ policyEvent } as Parameters<Journal["see"]>[0]);
  expect(valid(rehearsed(kept, { proven: true }, OPTIONS, "")).violations).toEqual([
    { level: "advisory", pack: "tiny", policy: "a", message: "no" },
  ]);
});

test("the committed schema is the one that outcomes have", () => {
  const file = new URL("../../../run/outcome/outcome.schema.json", import.meta.url);
  const committed = JSON.parse(readFileSync(file, "utf8"));
  expect(committed, "run npm run docs").toEqual(
    JSON.parse(JSON.stringify(z.toJSONSchema(outcomeSchema))),
  );
});

test("JUnit has a case per stage: passed, failed with its words, skipped where it was not reached", async () => {
  const error = new SandboxError("engine-failed", 'no "quotes" & <tags>\u0000');
  const xml = renderJunit(
    failed(await journal(["settings", "tools", "world", "preview", "up"], true), error),
  );
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sandbox" tests="8" failures="1" skipped="3" time="7.5">
  <testsuite name="sandbox p dev" tests="8" failures="1" skipped="3" time="7.5">
    <testcase classname="p.dev" name="settings" time="1.5"/>
    <testcase classname="p.dev" name="tools" time="1.5"/>
    <testcase classname="p.dev" name="world" time="1.5"/>
    <testcase classname="p.dev" name="preview" time="1.5"/>
    <testcase classname="p.dev" name="up" time="1.5">
      <failure message="Failed in up: engine-failed.">no &quot;quotes&quot; &amp; &lt;tags&gt;</failure>
    </testcase>
    <testcase classname="p.dev" name="proof" time="0">
      <skipped message="not reached"/>
    </testcase>
    <testcase classname="p.dev" name="preview-again" time="0">
      <skipped message="not reached"/>
    </testcase>
    <testcase classname="p.dev" name="destroy" time="0">
      <skipped message="not reached"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("JUnit is never green when the run is not: an error outside of a stage, a proof that proved nothing", async () => {
  const error = new SandboxError("cluster-busy", "another run has it");
  expect(renderJunit(failed(await journal(["settings"]), error))).toContain(
    '<testcase classname="p.dev" name="run" time="1.5">\n      <failure message="Failed: cluster-busy.">another run has it<',
  );
  const kept = await journal(["proof"]);
  kept.proof = { proven: false, reason: "no verifier" };
  expect(renderJunit(rehearsed(kept, kept.proof, OPTIONS, ""))).toContain(
    'name="proof" time="1.5">\n      <skipped message="not proven: no verifier"/>',
  );
});
