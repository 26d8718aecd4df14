import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../../bootstrap/schema.ts";
import { planOf } from "../../deployer/plan.ts";
import { computed } from "../deployer/run.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { recordPlan } from "./program.ts";

test.each([
  ["account-new", "dedicated"],
  ["account-removed", "dedicated"],
  ["owner", "dedicated"],
  ["first-sign-ins", "dedicated"],
  ["people-groups", "people"],
] as const)("what is computed for the preview %s is declared as it is", async (step, base) => {
  const plan = planOf(await computed(recordedPreview(step, base)));
  const { result } = await recordPlan(plan, {}, { stack: plan.stack });
  expect(Object.keys(result)).toEqual(Object.keys(plan.identities));
});

test("Pulumi.yaml runs the project as the main one, and knows its configuration", () => {
  const project = (path: string) => parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  const { runtime, config } = project("../../bootstrap/Pulumi.yaml");
  expect(runtime).toEqual(project("../../Pulumi.yaml").runtime);
  expect(Object.keys(config)).toEqual(Object.keys(settingsSchema.shape));
});
