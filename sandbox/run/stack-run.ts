import { resolve } from "node:path";
import { cacheDirectory } from "../toolchain/index.ts";
import { doneChanges } from "./changes.ts";
import type { Engine } from "./engine.ts";
import { describeReach, type Handover, readGuide, writeState } from "./handover.ts";
import type { Harness } from "./harness.ts";
import type { HarnessStack } from "./harness-stack.ts";
import { guardedEngine, type Held, removeEarlierRun, undoRun } from "./in-users-cluster.ts";
import type { Interruption } from "./interrupt.ts";
import type { KeptState } from "./kept-state.ts";
import { assertNothingLeft, inventory } from "./leftovers.ts";
import { applyAgain } from "./live/apply-again.ts";
import { serveControl } from "./live/control.ts";
import { Doors, doorsOf } from "./live/doors.ts";
import type { Options } from "./options.ts";
import { Journal } from "./outcome/journal.ts";
import type { Outcome } from "./outcome/schema.ts";
import type { Plan, StackFiles } from "./plan.ts";
import { Proving } from "./proving.ts";
import { deployAndProve } from "./rehearse.ts";
import type { HoldingReporter } from "./reporter.ts";
import type { Proof } from "./verifier.ts";

/** Told what was proven, and how to reach a sandbox that stays up. */
export type OnUp = (proof: Proof, up: NonNullable<Outcome["up"]>) => Promise<unknown>;

/** What one run is done with, and who is told of it. */
export interface Around {
  options: Options;
  report: HoldingReporter;
  interruption: Interruption;
  /** Of what is going on: an apply to a running sandbox has its own. */
  journal: Journal;
  onUp: OnUp;
}

/** A stack that is up: what was proven of it, and what the verifier was told. */
type Up = { proof: Proof; handover: Handover; stack: HarnessStack };

async function open(
  harness: Harness,
  { program, name, settings, policies }: StackFiles,
  kept?: KeptState,
): Promise<HarnessStack> {
  const state = kept && { state: await kept.state() };
  const stack = await harness.openStack({ program, name, ...state, ...(policies && { policies }) });
  await stack.configure(settings);
  return stack;
}

/**
 * One rehearsal in a world that is up. In a cluster of the user's it begins with what an earlier run
 * left, and ends with a destroy whatever happens.
 *
 * @param holding the state that is kept for such a cluster
 */
export async function rehearse(
  harness: Harness,
  plan: Plan,
  around: Around,
  holding: Pick<Held, "kept" | "declared"> | undefined,
): Promise<Proof> {
  const { options, report, interruption, journal } = around;
  const { world } = harness;
  const { during } = journal;
  for (const stack of plan.beside) {
    report.heading(`pulumi up of ${stack.program.name}, which is there already`);
    const done = await during("beside", async () => (await open(harness, stack)).engine.up());
    report.step(doneChanges(done));
  }
  const reopen = () => open(harness, plan.rehearsed, holding?.kept);
  const known = holding && { ...holding, api: world.api, report };
  if (known?.kept.earlier) await removeEarlierRun(known, reopen);
  const stack = await reopen();
  const held = known && { ...known, stack };
  const engine = held ? guardedEngine(held) : stack.engine;
  const before = await inventory(world, held?.declared);
  const doors = new Doors(doorsOf(options), world.reach);
  const proving = new Proving(harness, plan, held, doors);
  const deploy = (by: Engine) =>
    deployAndProve(by, report, around.journal, (outputs) =>
      proving.prove(outputs, report, interruption.signal, around.journal),
    );
  let finished = false;
  try {
    const proof = await deploy(engine);
    journal.proof = proof;
    const { handover } = proving;
    if (!options.once && handover !== undefined) {
      const live = { plan, stack, world, options, report, deploy };
      await stayUp(harness, { proof, handover, stack }, around, () =>
        applyAgain(live, around.journal),
      );
    }
    report.heading("pulumi destroy");
    await during("destroy", async () => {
      report.step(doneChanges(await engine.destroy()));
      finished = true;
      assertNothingLeft(before, await inventory(world, held?.declared));
      await held?.kept.remove();
    });
    report.step("no Okta object and no Helm release of this run is left");
    return proof;
  } finally {
    await doors.close();
    if (!finished && held) await undoRun(held);
    else if (!finished && !interruption.signal.aborted) {
      report.step("not destroyed: the state and the cluster end with this run");
    }
  }
}

/** Until the run is interrupted. Meanwhile the stack's file may be applied again. */
async function stayUp(
  { directory }: Harness,
  { proof, handover, stack }: Up,
  around: Around,
  apply: () => Promise<Outcome>,
): Promise<void> {
  const { options, report, interruption, onUp } = around;
  const { okta, kubeconfig, outputs, services } = handover;
  const keepState = async () => writeState(handover, await stack.state());
  const stop = await serveControl({
    directory,
    cache: cacheDirectory(process.env),
    identity: { root: resolve(options.project), stack: options.stack },
    apply: async (write) => {
      const detach = report.attach(write);
      around.journal = new Journal();
      const outcome = await apply().finally(detach);
      await keepState();
      report.verdict(outcome.message);
      return outcome;
    },
  }).catch((error: Error) => {
    report.step(`this sandbox takes no --apply: ${error.message}`);
  });
  try {
    await keepState();
    await onUp(proof, { okta: okta.url, kubeconfig, outputs, services });
    report.heading("The sandbox is up. Ctrl-C stops it and removes everything.\n");
    report.line(describeReach(handover, await readGuide(handover)));
    await interruption.race(new Promise(() => {}));
  } finally {
    await stop?.();
  }
}
