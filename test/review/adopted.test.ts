import { expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { run } from "./run.ts";

const SERVER = "okta:auth/server:Server";

interface Step {
  urn: string;
  oldState: object;
  newState: { inputs: object; outputs: object };
}

/**
 * The unchanged stack, with its server as the engine has one that a program gets by its id.
 *
 * @param before whether it was read before the change too
 */
function reading(before: boolean): string {
  const { steps, changeSummary } = JSON.parse(recordedPreview("nothing", "dedicated")) as {
    steps: Step[];
    changeSummary: { same: number };
  };
  const read = steps.map((step) => {
    if (!step.urn.includes(SERVER)) return step;
    const newState = { ...step.newState, external: true, inputs: {} };
    return { ...step, op: "read", newState, oldState: before ? newState : step.oldState };
  });
  return JSON.stringify({ steps: read, changeSummary: { same: changeSummary.same - 1, read: 1 } });
}

test("a server that the stack comes to read by its id is not the stack's alone", async () => {
  const { out, status } = await run(reading(false), "--preview", "-");
  expect(out).toMatch(
    /^Widened\n {2}Neo4j takes tokens of the authorization server aus\w+, which\n {2}is not this stack's alone\./,
  );
  expect(status).toBe(1);
});

test("that it was read before too is no change", async () => {
  const { out, status } = await run(reading(true), "--preview", "-");
  expect(out).toContain("Nobody's access changes.");
  expect(out).toMatch(/other policies and claims of the authorization server\n {4}aus/);
  expect(status).toBe(0);
});
