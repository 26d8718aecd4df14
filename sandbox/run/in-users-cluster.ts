import type { CoreV1Api } from "@kubernetes/client-node";
import { SandboxError } from "../errors.ts";
import { doneChanges } from "./changes.ts";
import { type Declared, presentObjects } from "./declared.ts";
import type { Engine } from "./engine.ts";
import type { HarnessStack } from "./harness-stack.ts";
import type { KeptState } from "./kept-state.ts";
import type { Reporter } from "./reporter.ts";

/** A stack in a cluster that outlives the run, and what the run knows of it. */
export interface Held {
  stack: HarnessStack;
  kept: KeptState;
  /** Complete after a preview. */
  declared: Declared;
  api: CoreV1Api;
  report: Reporter;
}

/** An engine whose `up` refuses what it would overwrite, and notes first what it is going to make. */
export function guardedEngine({ stack: { engine }, kept, declared, api }: Held): Engine {
  return {
    ...engine,
    up: async () => {
      const present = await presentObjects(api, declared);
      if (present.length > 0) {
        throw new SandboxError(
          "cluster-occupied",
          `in the cluster already, and not of an earlier run: ${present.join(", ")}. ` +
            "Fix: rehearse in another cluster, or under another namespace.",
        );
      }
      await kept.record(declared);
      return engine.up();
    },
  };
}

/**
 * Destroys what a killed run left, by its state; its org ended with it.
 * @throws SandboxError `earlier-run-left`, with the names of what to delete by hand
 */
export async function removeEarlierRun(
  { kept, api, report }: Omit<Held, "stack" | "declared">,
  open: () => Promise<HarnessStack>,
): Promise<void> {
  report.heading("pulumi destroy of an earlier run, which was killed");
  try {
    const recorded = await kept.recorded();
    report.step(doneChanges(await (await open()).undo({ orgIsGone: true })));
    const left = await presentObjects(api, recorded);
    if (left.length > 0) throw new Error(`still there: ${left.join(", ")}`);
  } catch (error) {
    throw new SandboxError(
      "earlier-run-left",
      `an earlier run left its stack in this cluster, and it cannot be destroyed (${(error as Error).message}). ${await kept.byHand()}`,
    );
  }
  await kept.remove();
  report.step("nothing is left of it");
}

/** Destroys the stack of a run that failed or was interrupted. What cannot be done is told, not thrown: the run has an error already. */
export async function undoRun({ stack, kept, declared, api, report }: Held): Promise<void> {
  try {
    if (kept.holds) {
      report.heading("pulumi destroy of what this run has made");
      report.step(doneChanges(await stack.undo()));
      const left = await presentObjects(api, declared);
      if (left.length > 0) throw new Error(`still there: ${left.join(", ")}`);
    }
    await kept.remove();
  } catch (error) {
    report.step(`not destroyed: ${(error as Error).message}`);
    report.step((await stillHeld(kept)).message);
  }
}

/** For a run that ends although something of it may be left. */
export async function stillHeld(kept: KeptState): Promise<SandboxError> {
  return new SandboxError(
    "leftovers",
    `the stack may still be in the cluster; the next run with it destroys it first. ${await kept.byHand()}`,
  );
}
