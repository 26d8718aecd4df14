import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect, test } from "vitest";
import { createReporter } from "../../run/reporter.ts";
import { Violations } from "../../run/violations.ts";

/** A policy's objection as the engine's event has it. */
function objection(policyName: string, enforcementLevel: string, message = "no.") {
  const policyEvent = {
    resourceUrn: "urn:pulumi:dev::p::okta:app/oAuth:OAuth::loader",
    message: `<{%fg 13%}>${message}<{%reset%}>\n`,
    policyName,
    policyPackName: "tiny",
    enforcementLevel,
  };
  return { policyEvent } as EngineEvent;
}

function told(violations: Violations) {
  let printed = "";
  const report = createReporter((text) => {
    printed += text;
  });
  const result = violations.tell(report);
  return { ...result, printed: printed.replace(/^\[.*?\] /gm, "") };
}

test("lists the mandatory first, each with its policy, its resource and its words alone", () => {
  const violations = new Violations();
  violations.see(objection("b", "advisory", "\u001b[2Jfirst\n::error::second"));
  violations.see(objection("a", "mandatory", `${"word ".repeat(20)}end`));
  expect(told(violations)).toEqual({
    mandatory: 1,
    alone: true,
    printed: `policy: 1 mandatory, 1 advisory
    mandatory: tiny/a, okta:app/oAuth:OAuth loader
      ${"word ".repeat(15).trim()}
      ${"word ".repeat(5)}end
    advisory: tiny/b, okta:app/oAuth:OAuth loader
      [2Jfirst
      > ::error::second
`,
  });
});

test("tells nothing twice, and nothing where no policy objects", () => {
  const violations = new Violations();
  expect(told(violations)).toEqual({ mandatory: 0, alone: true, printed: "" });
  violations.see(objection("a", "advisory"));
  expect(told(violations).printed).toContain("0 mandatory, 1 advisory");
  violations.see(objection("a", "advisory"));
  expect(told(violations).printed).toBe("");
  violations.see(objection("a", "mandatory"));
  expect(told(violations)).toMatchObject({ mandatory: 1, alone: true });
  violations.see(objection("a", "mandatory"));
  expect(told(violations)).toEqual({ mandatory: 1, alone: true, printed: "" });
});

test("a policy is not alone in what stopped the engine when the engine names another error", () => {
  const violations = new Violations();
  const error = (message: string) =>
    ({ diagnosticEvent: { severity: "error", message } }) as EngineEvent;
  violations.see(objection("a", "mandatory"));
  violations.see(error("<{%reset%}>preview failed<{%reset%}>\n"));
  expect(told(violations)).toMatchObject({ mandatory: 1, alone: true });
  violations.see(objection("a", "mandatory"));
  violations.see(error("the program threw"));
  expect(told(violations)).toMatchObject({ mandatory: 1, alone: false });
});

test("an objection to no resource in particular is told without one", () => {
  const violations = new Violations();
  const event = objection("a", "advisory");
  Object.assign(event.policyEvent ?? {}, { resourceUrn: undefined });
  violations.see(event);
  expect(told(violations).printed).toContain("    advisory: tiny/a\n      no.\n");
});
