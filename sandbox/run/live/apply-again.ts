import { SandboxError } from "../../errors.ts";
import type { Engine } from "../engine.ts";
import type { HarnessStack } from "../harness-stack.ts";
import type { Options } from "../options.ts";
import { codeOf, explain } from "../outcome/explain.ts";
import type { Journal } from "../outcome/journal.ts";
import { failed, rehearsed } from "../outcome/outcome.ts";
import type { Outcome, Stage } from "../outcome/schema.ts";
import type { Plan } from "../plan.ts";
import type { HoldingReporter } from "../reporter.ts";
import type { Proof } from "../verifier.ts";
import type { World } from "../world.ts";

/** A stack that is up, and how it is deployed and proven. */
export interface LiveStack {
  plan: Plan;
  stack: HarnessStack;
  world: World;
  options: Options;
  report: HoldingReporter;
  deploy(engine: Engine): Promise<Proof>;
}

/** What a failure leaves, by the stage in which it comes. */
const LEFT: Partial<Record<Stage["name"], string>> = {
  settings: "Nothing was changed; the sandbox goes on as it was.",
  preview: "Nothing was changed; the sandbox goes on as it was.",
  up: "A part of it may have been applied; the sandbox goes on. Correct the file and apply again.",
  proof: "It is applied, and the sandbox goes on.",
  "preview-again": "It is applied, and the sandbox goes on.",
};

/**
 * Applies what the stack's file says now to the running sandbox: preview, up, proof, preview. Whatever
 * comes of it, the sandbox goes on.
 *
 * @param journal of this apply alone
 */
export async function applyAgain(live: LiveStack, journal: Journal): Promise<Outcome> {
  const { plan, stack, world, options, report, deploy } = live;
  report.heading("--apply: the stack's settings as they are now");
  try {
    refuseUsersCluster(plan);
    const { settings } = await journal.during("settings", () => plan.reread(report));
    // What could not come up with the settings before may do so with these.
    world.recover();
    await stack.configure(settings);
    const proof = await deploy(stack.renewEngine());
    journal.proof = proof;
    return rehearsed(journal, proof, options, "The sandbox goes on.");
  } catch (error) {
    if (codeOf(error) !== "policy-violated") report.showHeld();
    report.failure(`\n${explain(error, undefined)}`);
    const left = LEFT[journal.failedStage ?? "settings"] ?? "";
    return failed(journal, error, left);
  }
}

/** There an up refuses what is in the cluster already, which now is the stack itself. */
function refuseUsersCluster({ cluster }: Plan): void {
  if (cluster === undefined) return;
  throw new SandboxError(
    "apply-refused",
    "a stack in a cluster of yours is applied once. Fix: stop the sandbox and start it again.",
  );
}
